package jp.madoguchi.site.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.StatutoryClock;
import jp.madoguchi.casefile.StoredDocument;
import jp.madoguchi.casefile.TaskRecord;

/**
 * A case, as its party or the office's staff may read it.
 *
 * @param standing    what the applicant reads
 * @param decision    {@code granted}, {@code refused}, or null before it
 * @param clock       標準処理期間, or null where the call sets none
 * @param waiting     tasks that wait for the reader, when the reader is the party
 * @param office      what only the office reads; absent for the party
 */
record CaseView(String number, String title, String government, String programme, String programmeName, String call, String callName,
                String channel, String status, String standing, boolean late, OffsetDateTime arrivedAt, LocalDate expectedOn, int round,
                String decision, OffsetDateTime decidedAt, OffsetDateTime closedAt, Clock clock, List<Round> rounds, List<File> files,
                TaskView.Asked correction, List<TaskView> waiting, @JsonInclude(JsonInclude.Include.NON_NULL) Office office) {

    /** @param basis {@code business} or {@code calendar} days @param stopped whether it stands still, for a correction */
    record Clock(int used, int total, String basis, LocalDate startedOn, LocalDate endsOn, boolean stopped, boolean ended,
                 List<Pause> pauses) {

        static Clock of(StatutoryClock.Ledger ledger) {
            return new Clock(ledger.used(), ledger.total(), ledger.businessDays() ? "business" : "calendar", ledger.startedOn(),
                    ledger.endsOn(), ledger.stopped(), ledger.ended(),
                    ledger.pauses().stream().map(pause -> new Pause(pause.from(), pause.to())).toList());
        }
    }

    /** Days that do not count, both included; an open pause has no last one. */
    record Pause(LocalDate from, LocalDate to) {}

    record Round(int round, OffsetDateTime submittedAt, String submittedBy, String contentHash, String form, String formHash,
                 @JsonRawValue @Schema(type = "object") String answers) {}

    record File(String id, String name, String type, long size, String sha256, OffsetDateTime uploadedAt) {

        static File of(StoredDocument document) {
            return new File(document.id(), document.name(), document.type(), document.size(), document.sha256(),
                    Jst.of(document.uploadedAt()));
        }
    }

    record Office(List<TaskView.Line> openTasks, List<Concluded> concluded, List<Note> notes, List<Event> timeline) {}

    /** A concluded task. @param onBehalfOf the absent holder a deputy acted for (代決), or null */
    record Concluded(String key, String name, String outcome, String outcomeLabel, String comment, String by, String title,
                     String onBehalfOf, OffsetDateTime at, @JsonRawValue @Schema(type = "object") String answers) {

        static Concluded of(TaskRecord record) {
            return new Concluded(record.taskKey(), record.taskName(), record.outcome(), record.outcomeLabel(), record.comment(),
                    record.actorName(), record.title(), record.onBehalfOfName(), Jst.of(record.concludedAt()), record.answers());
        }
    }

    record Note(String by, OffsetDateTime at, String text) {}

    record Event(OffsetDateTime at, String kind, String by, Map<String, String> facts) {

        static Event of(Cases.TimelineEntry entry) {
            return new Event(Jst.of(entry.at()), entry.kind(), entry.actorName(), entry.facts());
        }
    }

    static CaseView of(CaseFile file, String programmeName, String callName, Clock clock, List<Round> rounds, List<File> files,
                       TaskView.Asked correction, List<TaskView> waiting, Office office) {
        return new CaseView(file.number().value(), file.title(), file.government(), file.programme(), programmeName, file.call(), callName,
                file.channel().name().toLowerCase(java.util.Locale.ROOT), file.status().name(), file.standing(), file.late(),
                Jst.of(file.arrivedAt()), file.expectedOn(), file.round(), file.decision(), Jst.of(file.decidedAt()),
                Jst.of(file.closedAt()), clock, rounds, files, correction, waiting, office);
    }
}
