package jp.madoguchi.casefile;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.FormCatalogue;
import jp.madoguchi.forms.FormDefinition;
import jp.madoguchi.forms.FormReader;
import jp.madoguchi.forms.FormValidator;
import jp.madoguchi.forms.Options;
import jp.madoguchi.forms.Problem;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.kernel.Sha256;
import jp.madoguchi.kernel.Verdict;
import jp.madoguchi.programme.Call;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.workflow.LostRaces;
import jp.madoguchi.workflow.Procedures;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes an application: validates it, asks the procedure's room, numbers and stores it, starts its procedure and writes
 * the trail, in one transaction. What comes back is confirmed and cannot be lost.
 */
@Service
public class Filing {

    private static final int LONGEST_KEY = 200;

    private final Programmes programmes;
    private final FormCatalogue forms;
    private final CaseKinds kinds;
    private final CaseFileRepository cases;
    private final CallWindows windows;
    private final Documents documents;
    private final StatutoryClock statutoryClock;
    private final Procedures procedures;
    private final LostRaces lostRaces;
    private final CaseJournal journal;
    private final JdbcClient jdbc;
    private final BusinessClock clock;

    Filing(Programmes programmes, FormCatalogue forms, CaseKinds kinds, CaseFileRepository cases, CallWindows windows,
           Documents documents, StatutoryClock statutoryClock, Procedures procedures, LostRaces lostRaces, CaseJournal journal,
           JdbcClient jdbc, BusinessClock clock) {
        this.programmes = programmes;
        this.forms = forms;
        this.kinds = kinds;
        this.cases = cases;
        this.windows = windows;
        this.documents = documents;
        this.statutoryClock = statutoryClock;
        this.procedures = procedures;
        this.lostRaces = lostRaces;
        this.journal = journal;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Files an application. The same request again gives the same receipt and has no further effect, so that one which
     * lost a race is sent again here.
     *
     * @throws NotFoundException     when there is no such call
     * @throws IncompleteException   when answers are unsafe or meaningless; what is merely missing is accepted and
     *                               leads to a correction round (行政手続法 Art. 7)
     * @throws StaleRequestException when the key was used for other answers
     * @throws RefusedException      when the call is not open, or the procedure's room refuses
     */
    public Receipt file(FilingRequest request) {
        // Whoever lost a race arrived when they first did: near a deadline a second counts.
        Instant arrivedAt = clock.instant();
        return lostRaces.sentAgain(() -> fileOnce(request, arrivedAt));
    }

    private Receipt fileOnce(FilingRequest request, Instant arrivedAt) {
        Programme programme = programmes.get(request.programme());
        Call call = programme.call(request.call()).filter(c -> !c.planned())
                .orElseThrow(() -> new NotFoundException("call " + request.call()));
        mustBeForThem(programme, call, request);
        FormDefinition form = forms.get(call.form());
        Answers answers = FormValidator.prune(form, FormReader.normalise(form, request.answers()));
        String contentHash = contentHash(answers);
        if (request.key() == null || request.key().isBlank() || request.key().length() > LONGEST_KEY) {
            throw new RefusedException("request.key", "受付用の識別子がありません。ページを開き直してください。");
        }
        serialise(request);
        Optional<Receipt> earlier = earlier(request, contentHash);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        LocalDateTime arrivedJst = LocalDateTime.ofInstant(arrivedAt, BusinessClock.JST);
        CallWindows.Window window = windows.at(programme, call, arrivedJst);
        if (arrivedJst.isBefore(window.opens())) {
            throw new RefusedException("call.not-open", "この募集はまだ始まっていません。受付開始までお待ちください。");
        }
        // What the system opens by itself is nobody's delay.
        boolean late = call.audience() != Call.Audience.SYSTEM && window.isLateAt(arrivedJst);
        CaseKind kind = kinds.of(call.procedure());
        mustBeSafe(form, answers, arrivedJst.toLocalDate(), request, kind.problems(programme, call, answers));
        if (kind.mayFile(programme, call, answers, request.party()) instanceof Verdict.Refused refused) {
            throw new RefusedException(refused);
        }
        CaseNumber number = CaseNumber.of(programme.casePrefix(),
                jdbc.sql("select nextval('case_number_seq')").query(Long.class).single());
        CaseKind.Office office = kind.office(programme, call, answers).orElse(new CaseKind.Office(programme.government(), programme.section()));
        LocalDate expected = statutoryClock.expectedFrom(office.government(), call, arrivedJst.toLocalDate());
        String party = request.channel() == Channel.OFFICE ? kind.concerns(programme, answers) : request.party();
        CaseFile file = cases.saveAndFlush(new CaseFile(number, office.government(), office.section(), programme.code(),
                programme.hash(), call.code(), call.procedure(), party, request.channel(), kind.title(answers),
                late, arrivedAt, form.id(), form.hash(), expected, kinds.searchText(kind, number, answers)));
        store(file, answers, contentHash, request.actor(), arrivedAt);
        jdbc.sql("insert into filing_key (account, key, content_hash, case_number) values (?, ?, ?, ?)")
                .params(request.actor().id(), request.key(), contentHash, number.value()).update();
        statutoryClock.start(file, arrivedJst.toLocalDate());
        journal.write(file, "case.filed", request.actor(), Map.of("channel", request.channel().name(), "late", "" + late,
                "title", file.title(), "contentHash", contentHash));
        kind.filed(file, answers);
        procedures.start(call.procedure(), number, Map.of("late", late));
        return new Receipt(number, arrivedAt, 1, late, contentHash, false);
    }

    /** Where a filed case stood on arrival. Asked after the filing was committed; may wait a moment. */
    public Optional<Place> placeOnArrival(CaseNumber number) {
        return kind(number).placeOnArrival(number);
    }

    /** Where a filed case stands now. */
    public Optional<Place> placeNow(CaseNumber number) {
        return kind(number).placeNow(number);
    }

    private CaseKind kind(CaseNumber number) {
        return kinds.of(cases.findById(number.value()).orElseThrow(() -> new NotFoundException("case " + number)).procedure());
    }

    /** What the procedure's room finds about answers that are still being written. */
    public List<Problem> problems(String programme, String call, Answers answers) {
        Programme found = programmes.get(programme);
        Call of = found.call(call).filter(c -> !c.planned()).orElseThrow(() -> new NotFoundException("call " + call));
        return kinds.of(of.procedure()).problems(found, of, answers);
    }

    /** The receipt of an earlier filing under this key, for pages that come back to it; the round is the first. */
    @Transactional(readOnly = true)
    public Optional<Receipt> receipt(Actor actor, String key) {
        return jdbc.sql("select content_hash, case_number from filing_key where account = ? and key = ?").params(actor.id(), key)
                .query((row, n) -> {
                    CaseFile file = cases.findById(row.getString("case_number")).orElseThrow();
                    return new Receipt(file.number(), file.arrivedAt(), 1, file.late(), row.getString("content_hash"), true);
                })
                .optional();
    }

    /** Stores a round and takes its files into the case. */
    void store(CaseFile file, Answers answers, String contentHash, Actor actor, Instant at) {
        jdbc.sql("""
                insert into submission (case_number, government, party, round, form, form_hash, answers, content_hash,
                                        submitted_by, submitted_by_name, submitted_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(file.number().value(), file.government(), file.party(), file.round(), file.form(), file.formHash(),
                        answers.toJson(), contentHash, actor.id(), actor.name(), java.sql.Timestamp.from(at)).update();
        documents.attach(file, forms.get(file.form(), file.formHash()), answers, actor);
    }

    /** SHA-256 over the canonical answers; file answers are replaced by the hash of their bytes. */
    String contentHash(Answers answers) {
        return Sha256.hexOf(documents.withHashes(answers).toJson());
    }

    private static void mustBeForThem(Programme programme, Call call, FilingRequest request) {
        boolean works = request.actor().isStaff() && DataScope.coversProgramme(programme.government(), programme.code());
        boolean allowed = switch (request.channel()) {
            case WEB -> call.audience() == Call.Audience.APPLICANT && request.actor().id().equals(request.party());
            case POSTAL -> call.audience() == Call.Audience.APPLICANT && works && request.party() == null;
            case OFFICE -> request.party() == null && (call.isStartedBy(request.actor()) && works
                    || call.audience() == Call.Audience.SYSTEM && request.actor().equals(Actor.SYSTEM));
        };
        if (!allowed) {
            throw new NotFoundException("call " + call.code());
        }
    }

    /** Two copies of one request wait for each other, so that the second finds the first's receipt. */
    private void serialise(FilingRequest request) {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended(?, 0))")
                .param(request.actor().id() + "\n" + request.key()).query((row, n) -> n).single();
    }

    private Optional<Receipt> earlier(FilingRequest request, String contentHash) {
        return jdbc.sql("select content_hash, case_number from filing_key where account = ? and key = ?")
                .params(request.actor().id(), request.key())
                .query((row, n) -> {
                    if (!row.getString("content_hash").equals(contentHash)) {
                        throw new StaleRequestException("同じ画面から別の内容がすでに提出されています（受付番号 "
                                + row.getString("case_number") + "）。修正する場合は、マイページから案件を開いてください。");
                    }
                    CaseFile file = cases.findById(row.getString("case_number")).orElseThrow();
                    return new Receipt(file.number(), file.arrivedAt(), 1, file.late(), contentHash, true);
                }).optional();
    }

    private void mustBeSafe(FormDefinition form, Answers answers, LocalDate today, FilingRequest request, List<Problem> ofTheRoom) {
        List<Problem> hard = Stream.concat(FormValidator.validate(form, answers,
                        Options.whole(today).uploads(documents.uploads(form, answers, request.actor()))).stream(), ofTheRoom.stream())
                .filter(problem -> !problem.soft()).toList();
        if (!hard.isEmpty()) {
            throw new IncompleteException(hard);
        }
    }
}
