package jp.madoguchi.premium;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.premium.Rights.Standing;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.workflow.Phase;
import jp.madoguchi.workflow.Procedures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Tells each case, and by mail its applicant, what a draw, a purchase or a lapse made of it (S5-105). What is to be told
 * was written down with the event; each line is told in a transaction of its own, exactly once on any number of nodes, and
 * those that a killed node left are told by the next sweep.
 */
@Service
public class News {

    private static final Logger LOG = LoggerFactory.getLogger(News.class);
    private static final int PORTION = 200;
    /** What a case of the sale waits for. */
    private static final String DRAWN = "premium.drawn";
    private static final String PROMOTED = "premium.promoted";
    private static final String SETTLED = "premium.settled";

    private final Rights rights;
    private final Applications applications;
    private final Cases cases;
    private final Procedures procedures;
    private final Programmes programmes;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    News(Rights rights, Applications applications, Cases cases, Procedures procedures, Programmes programmes, JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.rights = rights;
        this.applications = applications;
        this.cases = cases;
        this.procedures = procedures;
        this.programmes = programmes;
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
    }

    private enum Kind { WON, RESERVE, PROMOTED, BOUGHT, LAPSED, ENDED }

    private record Line(long id, String number) {}

    @Scheduled(fixedDelayString = "${madoguchi.premium.sweep-every:PT1S}")
    public void sweep() {
        for (Programme programme : programmes.all()) {
            if (Terms.setBy(programme)) {
                sweep(programme.code());
            }
        }
    }

    void sweep(String programme) {
        long last = 0;
        List<Line> lines = untold(programme, last);
        while (!lines.isEmpty()) {
            for (Line line : lines) {
                last = line.id();
                try {
                    everywhere(() -> {
                        tell(line);
                        return null;
                    });
                } catch (RuntimeException failure) {
                    LOG.warn("{} could not be told its news; the sweep tries again: {}", line.number(), failure.toString());
                }
            }
            lines = untold(programme, last);
        }
    }

    private List<Line> untold(String programme, long after) {
        return everywhere(() -> jdbc.sql("select id, case_number as number from premium_news where programme = ? and not told and id > ? order by id limit ?")
                .params(programme, after, PORTION).query(Line.class).list());
    }

    /** Who holds the application's row tells; another waits with the next line of the same case until this one is told. */
    private void tell(Line line) {
        CaseNumber number = new CaseNumber(line.number());
        if (jdbc.sql("select 1 from premium_application where case_number = ? for no key update skip locked").param(line.number()).query(Integer.class)
                .optional().isEmpty()) {
            return;
        }
        Optional<Kind> next = jdbc.sql("""
                update premium_news set told = true where id = ? and not told
                and not exists (select from premium_news e where e.case_number = ? and e.id < ? and not e.told) returning kind""")
                .params(line.id(), line.number(), line.id()).query(String.class).optional().map(Kind::valueOf);
        CaseFile file = cases.get(number);
        if (next.isEmpty() || file.isClosed() && next.get() != Kind.BOUGHT) {
            return;
        }
        Standing standing = rights.standing(number).orElseThrow();
        String sets = "" + standing.granted();
        String until = standing.until() == null ? "" : standing.until().toString();
        String from = Terms.of(cases.programme(file)).round(applications.get(number).round()).orElseThrow().from().toString();
        switch (next.get()) {
            case WON -> tell(file, "premium.won", Map.of("sets", sets, "from", from, "due", until), DRAWN, Map.of("result", "won"));
            case RESERVE -> tell(file, "premium.lost", Map.of("place", "" + standing.reserve()), DRAWN, Map.of("result", "reserve"));
            case PROMOTED -> tell(file, "premium.promoted", Map.of("sets", sets, "due", until), PROMOTED, Map.of("promotion", "yes"));
            case ENDED -> tell(file, "premium.ended", Map.of(), PROMOTED, Map.of("promotion", "no"));
            case BOUGHT -> tell(file, "premium.bought", Map.of("sets", "" + standing.bought()), SETTLED, Map.of("settlement", "bought"));
            case LAPSED -> tell(file, "premium.lapsed", Map.of("sets", "" + (standing.granted() - standing.bought())), SETTLED,
                    Map.of("settlement", standing.bought() > 0 ? "bought" : "lapsed"));
        }
    }

    /** With sets drawn one by one a case may hear of its second ticket when its procedure is past that. */
    private void tell(CaseFile file, String event, Map<String, String> facts, String message, Map<String, Object> variables) {
        cases.tell(file.number(), event, Actor.SYSTEM, facts);
        if (variables.containsValue("won") || variables.containsValue("yes")) {
            cases.inPhase(file.number(), Phase.AWAITING_APPLICANT);
        }
        if (procedures.isWaiting(message, file.number())) {
            procedures.tell(message, file.number(), variables);
        }
    }

    private <T> T everywhere(Supplier<T> work) {
        return DataScope.within(DataScope.EVERYTHING, () -> transaction.execute(status -> work.get()));
    }
}
