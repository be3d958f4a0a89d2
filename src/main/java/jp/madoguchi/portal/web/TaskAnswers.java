package jp.madoguchi.portal.web;

import java.sql.Timestamp;
import java.util.Optional;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.Conclusion;
import jp.madoguchi.casefile.TaskDesk;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.kernel.Actor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Answers to a task that are still being typed. */
@Service
@Transactional
class TaskAnswers {

    private final JdbcClient jdbc;
    private final TaskDesk desk;
    private final BusinessClock clock;

    TaskAnswers(JdbcClient jdbc, TaskDesk desk, BusinessClock clock) {
        this.jdbc = jdbc;
        this.desk = desk;
        this.clock = clock;
    }

    Optional<Answers> of(String task) {
        return jdbc.sql("select answers from task_answers where task_id = ?").param(task).query(String.class).optional()
                .map(Answers::fromJson);
    }

    void keep(String task, CaseFile file, Answers answers) {
        jdbc.sql("""
                insert into task_answers (task_id, government, party, answers, saved_at) values (?, ?, ?, ?, ?)
                on conflict (task_id) do update set answers = excluded.answers, saved_at = excluded.saved_at""")
                .params(task, file.government(), file.party(), answers.toJson(), Timestamp.from(clock.instant())).update();
    }

    /** Concludes the task; what was kept for it goes with it. @throws jp.madoguchi.kernel.RefusedException as the desk */
    void conclude(String task, Actor actor, Conclusion conclusion) {
        desk.conclude(task, actor, conclusion);
        jdbc.sql("delete from task_answers where task_id = ?").param(task).update();
    }
}
