package jp.madoguchi.casefile;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.org.Role;
import jp.madoguchi.workflow.CaseFacts;
import jp.madoguchi.workflow.CaseRegistry;
import jp.madoguchi.workflow.DueDates;
import jp.madoguchi.workflow.ProcedureEnded;
import jp.madoguchi.workflow.TaskEvent;
import jp.madoguchi.workflow.TaskSpec;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Answers the engine room's questions about cases, and keeps each case's phase in step with its tasks. */
@Component
class CaseDirectory implements CaseRegistry {

    private final CaseFileRepository files;
    private final CaseJournal journal;
    private final CaseKinds kinds;
    private final BusinessClock clock;

    CaseDirectory(CaseFileRepository files, CaseKinds kinds, CaseJournal journal, BusinessClock clock) {
        this.files = files;
        this.kinds = kinds;
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public CaseFacts facts(CaseNumber number) {
        CaseFile file = file(number);
        return new CaseFacts(number, file.government(), file.section(), file.programme(), file.party(), file.title());
    }

    @Override
    public Optional<Role> role(CaseNumber number, String task) {
        CaseFile file = file(number);
        return kinds.of(file.procedure()).role(file, task);
    }

    @Override
    public Optional<DueDates> dueDates(CaseNumber number, String task) {
        CaseFile file = file(number);
        return kinds.of(file.procedure()).dueDates(file, task);
    }

    @EventListener
    void taskOpened(TaskEvent.Opened opened) {
        if (opened.task().spec().sideTask()) {
            return;
        }
        CaseFile file = file(opened.caseNumber());
        file.inPhase(opened.task().spec().phase());
        boolean correction = opened.task().spec().form().equals(TaskSpec.CASE_FORM);
        if (opened.task().desk().isApplicants() && !correction) {
            journal.write(file, "party.asked", Actor.SYSTEM, Map.of("task", opened.task().spec().name(),
                    "due", LocalDate.ofInstant(opened.task().dueAt(), BusinessClock.JST).toString()));
        }
    }

    @EventListener
    void procedureEnded(ProcedureEnded ended) {
        CaseFile file = file(ended.caseNumber());
        if (ended.procedure().equals(file.procedure())) {
            boolean wasRunning = !file.isClosed();
            file.closed(clock.instant());
            if (wasRunning) {
                journal.write(file, "case.closed", Actor.SYSTEM, Map.of("standing", file.status().label()));
            }
        }
    }

    private CaseFile file(CaseNumber number) {
        return files.findById(number.value()).orElseThrow(() -> new NotFoundException("case " + number));
    }
}
