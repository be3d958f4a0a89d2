package jp.madoguchi.casefile;

import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import jp.madoguchi.calendar.BusinessClock;
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
    private final BusinessClock clock;

    CallWindows(JdbcClient jdbc, BusinessClock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * A time in which a call takes applications. Seconds count, their fractions do not: what closes at 17:00 takes
     * 17:00:00.9 and is late at 17:00:01 (S1-38, T1).
     *
     * @param opens  first second
     * @param closes last second
     * @param reason why an activation opened it, or null for the programme file's own window
     */
    public record Window(LocalDateTime opens, LocalDateTime closes, String reason) {

        public boolean isOpenAt(LocalDateTime moment) {
            return !moment.isBefore(opens) && !isLateAt(moment);
        }

        public boolean isLateAt(LocalDateTime moment) {
            return moment.truncatedTo(ChronoUnit.SECONDS).isAfter(closes);
        }
    }

    /** The window that matters now: an open one, else the one that closed last, else the first to come. */
    public Window of(Programme programme, Call call) {
        return at(programme, call, clock.nowJst());
    }

    Window at(Programme programme, Call call, LocalDateTime moment) {
        List<Window> all = new ArrayList<>(activations(programme.code(), call.code()));
        all.add(new Window(call.opens(), call.closes(), null));
        return all.stream().filter(window -> window.isOpenAt(moment)).max(Comparator.comparing(Window::closes))
                .or(() -> all.stream().filter(window -> window.isLateAt(moment)).max(Comparator.comparing(Window::closes)))
                .or(() -> all.stream().min(Comparator.comparing(Window::opens))).orElseThrow();
    }

    /** Publishes a call for a further time, by a decided case. */
    public void activate(String programme, String call, LocalDateTime opens, LocalDateTime closes, String reason,
                         CaseNumber decidedBy) {
        jdbc.sql("insert into call_activation (programme, call, opens, closes, reason, case_number) values (?, ?, ?, ?, ?, ?)")
                .params(programme, call, opens, closes, reason, decidedBy.value()).update();
    }

    private List<Window> activations(String programme, String call) {
        return jdbc.sql("select opens, closes, reason from call_activation where programme = ? and call = ?")
                .params(programme, call).query(Window.class).list();
    }
}
