package jp.madoguchi.casefile;

import java.time.LocalDateTime;
import java.util.Optional;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.programme.Call;
import jp.madoguchi.programme.Programme;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * When a call really is open: its programme file's window, or the one that an activation decided later (S1-10).
 * Compared with the clock inside the filing transaction, never opened or closed by a timer.
 */
@Service
@Transactional
public class CallWindows {

    private final JdbcClient jdbc;

    CallWindows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** First and last moment, both included; {@code reason} is null where the file's own window holds. */
    public record Window(LocalDateTime opens, LocalDateTime closes, String reason) {

        public boolean isOpenAt(LocalDateTime moment) {
            return !moment.isBefore(opens) && !moment.isAfter(closes);
        }
    }

    public Window of(Programme programme, Call call) {
        return latest(programme.code(), call.code()).orElse(new Window(call.opens(), call.closes(), null));
    }

    /** Publishes a call anew, by a decided case. The newest activation holds. */
    public void activate(String programme, String call, LocalDateTime opens, LocalDateTime closes, String reason,
                         CaseNumber decidedBy) {
        jdbc.sql("insert into call_activation (programme, call, opens, closes, reason, case_number) values (?, ?, ?, ?, ?, ?)")
                .params(programme, call, opens, closes, reason, decidedBy.value()).update();
    }

    private Optional<Window> latest(String programme, String call) {
        return jdbc.sql("select opens, closes, reason from call_activation where programme = ? and call = ? order by id desc limit 1")
                .params(programme, call)
                .query((row, n) -> new Window(row.getObject("opens", LocalDateTime.class), row.getObject("closes", LocalDateTime.class),
                        row.getString("reason"))).optional();
    }
}
