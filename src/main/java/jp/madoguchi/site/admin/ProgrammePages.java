package jp.madoguchi.site.admin;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.casefile.CallWindows;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.programme.Call;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.ProgrammeWarnings;
import jp.madoguchi.programme.Programmes;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** Which programmes are loaded, in which version, and what is odd about their files. */
@Controller
class ProgrammePages {

    private final Programmes programmes;
    private final ProgrammeWarnings warnings;
    private final CallWindows windows;
    private final JdbcClient jdbc;
    private final TransactionOperations transaction;
    private final BusinessClock clock;

    ProgrammePages(Programmes programmes, ProgrammeWarnings warnings, CallWindows windows, JdbcClient jdbc,
                   TransactionOperations transaction, BusinessClock clock) {
        this.programmes = programmes;
        this.warnings = warnings;
        this.windows = windows;
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** How many cases run under a version, and have run. */
    public record Use(String hash, boolean present, long running, long all) {}

    @GetMapping("/admin/programmes")
    String list(Actor actor, Model model) {
        model.addAttribute("programmes", programmes.all().stream().filter(programme -> programme.government().equals(actor.government()))
                .map(this::shown).toList());
        model.addAttribute("warnings", warnings.warnings());
        return "site/admin/programmes";
    }

    private Map<String, Object> shown(Programme programme) {
        return Map.of("code", programme.code(), "name", programme.name(), "hash", programme.hash(),
                "section", String.join("　", programme.sectionPath()),
                "period", Shown.day(programme.from()) + "から" + Shown.day(programme.to()) + "まで",
                "calls", programme.calls().stream().map(call -> shown(programme, call)).toList(), "uses", uses(programme));
    }

    private Map<String, Object> shown(Programme programme, Call call) {
        if (call.planned()) {
            return Map.of("code", call.code(), "name", call.name(), "procedure", "", "form", "", "window", "未定", "state", "準備中", "kind", "draft");
        }
        CallWindows.Window window = windows.of(programme, call);
        LocalDateTime now = clock.nowJst();
        String state = window.isOpenAt(now) ? "受付中" : now.isBefore(window.opens()) ? "受付前" : "受付終了";
        return Map.of("code", call.code(), "name", call.name(), "procedure", call.procedure(), "form", call.form(),
                "window", JapaneseDates.dateTime(window.opens()) + "から " + JapaneseDates.dateTime(window.closes()) + "まで",
                "state", state, "kind", state.equals("受付中") ? "progress" : state.equals("受付前") ? "waiting" : "done");
    }

    private List<Use> uses(Programme programme) {
        return transaction.execute(status -> jdbc.sql("""
                select programme_hash as hash, programme_hash = :present as present, count(*) filter (where closed_at is null) as running,
                       count(*) as "all"
                from case_file where programme = :code group by programme_hash order by max(arrived_at) desc""")
                .param("present", programme.hash()).param("code", programme.code()).query(Use.class).list());
    }
}
