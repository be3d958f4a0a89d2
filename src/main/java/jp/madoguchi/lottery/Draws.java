package jp.madoguchi.lottery;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.draw.Commitment;
import jp.madoguchi.draw.DrawFolder;
import jp.madoguchi.draw.DrawOutcome;
import jp.madoguchi.draw.DrawRules;
import jp.madoguchi.draw.Grants;
import jp.madoguchi.draw.PoolWriter;
import jp.madoguchi.draw.Promotions;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.kernel.RefusedException;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Draws from the frozen pool to the published result (requirements §2.15). Every step works from the stored files alone and can be
 * broken off and done again; the database lets none be done twice or taken back.
 */
@Service
@Transactional
public class Draws {

    private static final int CHUNK = 10_000;

    private final JdbcClient jdbc;
    private final DrawFiles files;
    private final DrawSteps steps;
    private final Cases cases;
    private final Map<String, DrawSubject> subjects;
    private final BusinessClock clock;

    Draws(JdbcClient jdbc, DrawFiles files, DrawSteps steps, @Lazy Cases cases, List<DrawSubject> subjects, BusinessClock clock) {
        this.jdbc = jdbc;
        this.files = files;
        this.steps = steps;
        this.cases = cases;
        this.subjects = subjects.stream().collect(Collectors.toMap(DrawSubject::procedure, Function.identity()));
        this.clock = clock;
    }

    /** Work in a folder of its own. */
    @FunctionalInterface
    private interface Work<T> {
        T in(Path folder) throws IOException;
    }

    /** The newest draw of a case; an older one was given up or annulled. */
    @Transactional(readOnly = true)
    public Optional<Draw> newest(CaseNumber number) {
        return jdbc.sql("select * from draw where case_number = ? order by attempt desc limit 1").param(number.value()).query(Draw.class).optional();
    }

    /** The id of a case's published draw. */
    @Transactional(readOnly = true)
    public Optional<String> published(CaseNumber number) {
        return jdbc.sql("select id from draw where case_number = ? and state = 'PUBLISHED'").param(number.value()).query(String.class).optional();
    }

    /** @throws NotFoundException when there is none in this data scope */
    @Transactional(readOnly = true)
    public Draw get(String id) {
        return jdbc.sql("select * from draw where id = ?").param(id).query(Draw.class).optional().orElseThrow(() -> new NotFoundException("draw " + id));
    }

    /** What the public may know of, newest first. */
    @Transactional(readOnly = true)
    public List<Draw> announced() {
        return jdbc.sql("select * from draw where announced_at is not null order by announced_at desc, id desc").query(Draw.class).list();
    }

    /** All draws of a case, the first one first. */
    @Transactional(readOnly = true)
    public List<Draw> of(CaseNumber number) {
        return jdbc.sql("select * from draw where case_number = ? order by attempt").param(number.value()).query(Draw.class).list();
    }

    /** What the plan sets over the programme's file. */
    DrawRules rules(CaseFile file, Answers plan) {
        DrawRules rules = subject(file).rules(file);
        return new DrawRules(rules.capPerPerson(), rules.unit(), rules.budget(), rules.sets(),
                plan.text("spillOver").equals("shared") ? DrawRules.SpillOver.SHARED : DrawRules.SpillOver.NONE, rules.channels());
    }

    DrawSubject subject(CaseFile file) {
        return Optional.ofNullable(subjects.get(file.procedure())).orElseThrow(() -> new IllegalStateException(file.procedure() + " draws nothing"));
    }

    /**
     * Freezes the pool under a new id, by the plan that was concluded last; what is frozen stays as it is. In a transaction of its
     * own, as {@link #draw}.
     *
     * @throws RefusedException when the room cannot have it frozen now, or another draw of the case stands
     */
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public void freeze(CaseNumber number) {
        alone(number);
        if (newest(number).filter(draw -> draw.state() == Draw.State.FROZEN).isPresent()) {
            return;
        }
        CaseFile file = cases.get(number);
        DrawSubject subject = subject(file);
        subject.mayFreeze(file).orThrow();
        Answers plan = DrawPlan.lastOf(cases, number);
        int attempt = of(number).size() + 1;
        String id = number + "-" + attempt;
        in(folder -> {
            DrawFolder draw = new DrawFolder(folder);
            try (PoolWriter pool = new PoolWriter(draw.poolFile())) {
                subject.writePool(file, pool);
            }
            Grants grants = subject.grants(file);
            Commitment frozen = draw.freeze(id, subject.title(file), rules(file, plan), grants, DrawPlan.sources(plan), steps.of(id, file.government()));
            jdbc.sql("""
                    insert into draw (id, case_number, attempt, government, programme, title, state, pool_hash, commitment_hash, lots, persons, frozen_at)
                    values (?, ?, ?, ?, ?, ?, 'FROZEN', ?, ?, ?, ?, ?)""")
                    .params(id, number.value(), attempt, file.government(), file.programme(), frozen.title(), frozen.pool().hash(), frozen.hash(),
                            frozen.pool().lots(), frozen.pool().persons(), now()).update();
            keep(get(id), folder, DrawFolder.POOL, DrawFolder.GRANTS, DrawFolder.COMMITMENT);
            tell(number, "draw.frozen", Map.of("draw", id, "lots", "%,d".formatted(frozen.pool().lots()), "persons", "%,d".formatted(frozen.pool().persons()),
                    "pool", frozen.pool().hash(), "commitment", frozen.hash()));
            return null;
        });
        steps.over(id);
    }

    /** The decided announcement is public from now on. */
    public void announce(CaseNumber number) {
        Draw draw = standing(number, Draw.State.FROZEN);
        jdbc.sql("update draw set state = 'ANNOUNCED', announced_at = ? where id = ?").params(now(), draw.id()).update();
        tell(number, "draw.announced", Map.of("draw", draw.id(), "commitment", draw.commitmentHash()));
    }

    /** Gives up what was frozen and not announced. Nothing happens when nothing is. */
    public void discard(CaseNumber number) {
        newest(number).filter(draw -> draw.state() == Draw.State.FROZEN).ifPresent(draw -> {
            jdbc.sql("update draw set state = 'DISCARDED', ended_at = ? where id = ?").params(now(), draw.id()).update();
            tell(number, "draw.discarded", Map.of("draw", draw.id()));
        });
    }

    /**
     * Keeps what the sources gave in place of what was entered before; both stay on the trail.
     *
     * @throws RefusedException when they are not the numbers that were announced
     */
    void enter(CaseNumber number, List<List<String>> typed, Actor actor) {
        Draw draw = standing(number, Draw.State.ANNOUNCED);
        in(folder -> {
            files.bring(draw.id(), DrawFolder.COMMITMENT, folder);
            String canonical = new DrawFolder(folder).enter(typed);
            boolean again = files.of(draw.id()).stream().anyMatch(file -> file.name().equals(DrawFolder.SOURCES));
            files.forget(draw, DrawFolder.SOURCES);
            keep(draw, folder, DrawFolder.SOURCES);
            cases.tell(number, again ? "draw.sources-corrected" : "draw.sources-entered", actor, Map.of("draw", draw.id(), "sources", canonical));
            return null;
        });
    }


    /** What was announced. */
    @Transactional(readOnly = true)
    public Commitment commitment(String id) {
        return in(folder -> {
            files.bring(id, DrawFolder.COMMITMENT, folder);
            return new DrawFolder(folder).commitment();
        });
    }

    /** What came out, by channel. @throws NotFoundException when it is not drawn */
    @Transactional(readOnly = true)
    public DrawOutcome outcome(String id) {
        return in(folder -> {
            files.bring(id, DrawFolder.OUTCOME, folder);
            return new DrawFolder(folder).outcome();
        });
    }

    /**
     * Draws. Whoever is asked for it a second time waits for the first, and finds it done. It is kept by a transaction of its own:
     * the engine gives a job that takes long to another thread too, and one of the two loses what it wrote itself.
     */
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public void draw(CaseNumber number) {
        alone(number);
        Draw draw = newest(number).orElseThrow();
        if (draw.state() == Draw.State.DRAWN) {
            return;
        }
        in(folder -> {
            for (String name : List.of(DrawFolder.POOL, DrawFolder.GRANTS, DrawFolder.COMMITMENT, DrawFolder.SOURCES)) {
                files.bring(draw.id(), name, folder);
            }
            DrawOutcome outcome = new DrawFolder(folder).draw(steps.of(draw.id(), draw.government()));
            keep(draw, folder, DrawFolder.RESULT, DrawFolder.RESERVES, DrawFolder.OUTCOME);
            tickets(draw, folder, outcome.winners() + outcome.reserves());
            jdbc.sql("""
                    update draw set state = 'DRAWN', drawn_at = ?, seed = ?, winners = ?, reserves = ?, result_hash = ?, outcome_hash = f.sha256
                    from draw_file f where id = ? and f.draw = id and f.name = 'outcome.json'""")
                    .params(now(), outcome.seed(), outcome.winners(), outcome.reserves(), outcome.resultHash(), draw.id()).update();
            tell(number, "draw.drawn", Map.of("draw", draw.id(), "seed", outcome.seed(), "winners", "%,d".formatted(outcome.winners()),
                    "reserves", "%,d".formatted(outcome.reserves()), "result", outcome.resultHash()));
            return null;
        });
        steps.over(draw.id());
    }

    /** The decided result is public from now on; the room that drew takes it in the same transaction. */
    public void publish(CaseNumber number) {
        Draw draw = standing(number, Draw.State.DRAWN);
        jdbc.sql("update draw set state = 'PUBLISHED', ended_at = ? where id = ?").params(now(), draw.id()).update();
        tell(number, "draw.published", Map.of("draw", draw.id(), "result", draw.resultHash()));
        CaseFile file = cases.get(number);
        subject(file).published(file, draw.id());
    }

    /** It was drawn, and does not count; that too is public. */
    public void annul(CaseNumber number) {
        Draw draw = standing(number, Draw.State.DRAWN);
        jdbc.sql("update draw set state = 'ANNULLED', ended_at = ? where id = ?").params(now(), draw.id()).update();
        tell(number, "draw.annulled", Map.of("draw", draw.id()));
    }

    /** Who won in the draw itself, in the order of the walk. */
    @Transactional(readOnly = true)
    public void winners(String id, Consumer<DrawnTicket> each) {
        tickets("reason is null", id, each);
    }

    /** All others in the order in which they would move up, promoted ones included. */
    @Transactional(readOnly = true)
    public void reserves(String id, Consumer<DrawnTicket> each) {
        tickets("reason is not null", id, each);
    }

    private void tickets(String which, String id, Consumer<DrawnTicket> each) {
        int after = 0;
        for (List<DrawnTicket> page = page(which, id, after); !page.isEmpty(); page = page(which, id, after)) {
            page.forEach(each);
            after = page.get(page.size() - 1).place();
        }
    }

    private List<DrawnTicket> page(String which, String id, int after) {
        return jdbc.sql("select place, ticket, person, channel, units from draw_ticket where draw = ? and place > ? and " + which
                + " order by place limit " + CHUNK).params(id, after).query(DrawnTicket.class).list();
    }

    /** A lot's tickets, for its owner. @param moved {@code promoted}, {@code released} or null @param reserve place among the reserves, or null */
    public record Standing(String ticket, int place, int units, String reason, String moved, Long reserve) {

        public boolean won() {
            return reason == null || "promoted".equals(moved);
        }
    }

    @Transactional(readOnly = true)
    public List<Standing> standings(String id, String lot) {
        return jdbc.sql("""
                select t.ticket, t.place, t.units, t.reason,
                       (select p.moved from draw_promotion p where p.draw = t.draw and p.place = t.place order by p.round desc, p.moved desc limit 1) as moved,
                       case when t.reason is not null then t.place - (select count(*) from draw_ticket w where w.draw = t.draw and w.reason is null and w.place < t.place) end
                         as reserve
                from draw_ticket t where t.draw = ? and t.lot = ? order by t.place""").params(id, lot).query(Standing.class).list();
    }

    /**
     * Moves reserves up and publishes who (promotions-1.csv, …).
     *
     * @param released places whose right ended since the last call; none to use what the rules leave
     * @return who moves up, in their order
     * @throws RefusedException when a place had won nothing or was released before
     */
    public List<DrawnTicket> promote(String id, Set<Integer> released) {
        Draw draw = jdbc.sql("select * from draw where id = ? for update").param(id).query(Draw.class).optional()
                .orElseThrow(() -> new NotFoundException("draw " + id));
        if (draw.state() != Draw.State.PUBLISHED) {
            throw new RefusedException("draw.not-published", "結果を公表した抽選でなければ、繰上げはできません。");
        }
        return in(folder -> {
            for (DrawFiles.Info file : files.of(id)) {
                files.bring(id, file.name(), folder);
            }
            Promotions round = new DrawFolder(folder).promote(released);
            keep(draw, folder, Promotions.file(round.round()));
            List<DrawnTicket> up = round.promoted().stream()
                    .map(one -> new DrawnTicket(one.place(), one.name(), one.person(), one.channel(), one.units())).toList();
            moved(draw, round.round(), "released", released.stream().sorted().toList());
            moved(draw, round.round(), "promoted", up.stream().map(DrawnTicket::place).toList());
            tell(new CaseNumber(draw.caseNumber()), "draw.promoted", Map.of("draw", id, "round", "" + round.round(), "released", "" + released.size(),
                    "promoted", "" + up.size()));
            return up;
        });
    }

    private void moved(Draw draw, int round, String moved, List<Integer> places) {
        jdbc.sql("insert into draw_promotion (draw, round, place, moved, at) select ?, ?, place, ?, ? from unnest(?::int[]) place")
                .params(draw.id(), round, moved, now(), places.toArray(Integer[]::new)).update();
    }

    private void tickets(Draw draw, Path folder, long total) throws IOException {
        long done = 0;
        List<String[]> chunk = new ArrayList<>(CHUNK);
        for (String name : List.of(DrawFolder.RESULT, DrawFolder.RESERVES)) {
            boolean won = name.equals(DrawFolder.RESULT);
            try (BufferedReader lines = Files.newBufferedReader(folder.resolve(name), StandardCharsets.US_ASCII)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    String[] cells = line.split(",");
                    chunk.add(won ? new String[] {cells[0], cells[1], cells[2], cells[3], cells[4], null}
                            : new String[] {cells[1], cells[2], cells[3], cells[4], cells[5], cells[6]});
                    if (chunk.size() == CHUNK) {
                        done += insert(draw, chunk);
                        steps.tell(draw.id(), draw.government(), "keep", done, total);
                    }
                }
            }
        }
        insert(draw, chunk);
    }

    private int insert(Draw draw, List<String[]> chunk) {
        int rows = jdbc.sql("""
                insert into draw_ticket (draw, place, ticket, lot, person, channel, units, reason)
                select ?, place::int, ticket, split_part(ticket, '#', 1), person, channel, units::int, reason
                from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[]) as t (place, ticket, person, channel, units, reason)""")
                .param(draw.id()).param(column(chunk, 0)).param(column(chunk, 1)).param(column(chunk, 2)).param(column(chunk, 3)).param(column(chunk, 4))
                .param(column(chunk, 5)).update();
        chunk.clear();
        return rows;
    }

    private static String[] column(List<String[]> rows, int column) {
        return rows.stream().map(row -> row[column]).toArray(String[]::new);
    }

    private void alone(CaseNumber number) {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended(?, 6))").param("draw " + number).query(rows -> { });
    }

    private Draw standing(CaseNumber number, Draw.State state) {
        return newest(number).filter(draw -> draw.state() == state)
                .orElseThrow(() -> new RefusedException("draw.state", "この抽選は、いまこの段階ではありません。"));
    }

    private void keep(Draw draw, Path folder, String... names) throws IOException {
        for (String name : names) {
            files.keep(draw, folder, name);
        }
    }

    private void tell(CaseNumber number, String kind, Map<String, String> facts) {
        cases.tell(number, kind, Actor.SYSTEM, facts);
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }

    /** @throws UncheckedIOException when the disk has no room for the work */
    private static <T> T in(Work<T> work) {
        try {
            Path folder = Files.createTempDirectory("draw");
            try {
                return work.in(folder);
            } finally {
                try (Stream<Path> all = Files.walk(folder)) {
                    for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(path);
                    }
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
