package jp.madoguchi.campaign;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.draw.DrawRules;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.Batches;
import jp.madoguchi.kernel.CaseEvent;
import jp.madoguchi.kernel.Csv;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.kernel.Sha256;
import jp.madoguchi.kernel.Yen;
import jp.madoguchi.lottery.DrawnTicket;
import jp.madoguchi.programme.Programme;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What was won, as it is granted on the currency's platform (S3-96): one grant a winning lot, with a number the platform knows it
 * by, so that sending it again grants nothing twice. Cap and budget are held by the table itself.
 */
@Service
@Transactional
public class CampaignGrants {

    private static final Csv.Column[] COLUMNS = {Csv.Column.text("ファイル番号"), Csv.Column.text("付与番号"), Csv.Column.text("媒体"), Csv.Column.text("口座番号"),
        Csv.Column.number("金額"), Csv.Column.text("抽選番号"), Csv.Column.text("事由")};

    /** The pot of all media together. */
    private static final String ALL = "all";

    private final JdbcClient jdbc;
    private final Windows windows;
    private final Cases cases;
    private final BusinessClock clock;
    private final ApplicationEventPublisher events;

    CampaignGrants(JdbcClient jdbc, Windows windows, @Lazy Cases cases, BusinessClock clock, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.windows = windows;
        this.cases = cases;
        this.clock = clock;
        this.events = events;
    }

    /** Where a grant stands: to be sent, with the platform, granted, not granted, granted and come back, given up. */
    public enum State { PLANNED, SENT, DONE, FAILED, RETURNED, UNCLAIMED }

    /** @param file that it was last sent with, or null */
    public record Grant(String id, String campaign, int period, String lot, String person, Medium medium, String account, long yen, State state, Integer file,
                        String reason) {}

    /** What was handed to the platform. @param at Japanese time */
    public record GrantFile(int number, String campaign, int period, LocalDateTime at, String madeByName, int grants, long yen, String sha256) {

        public String name() {
            return "grants-%04d.csv".formatted(number);
        }
    }

    /** How many grants of a window stand where, and their yen. */
    public record Tally(Map<State, Long> counts, Map<State, Long> yen) {

        public long of(State state) {
            return counts.getOrDefault(state, 0L);
        }

        public long yen(State state) {
            return yen.getOrDefault(state, 0L);
        }

        public long all() {
            return counts.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * Plans a grant for every winning lot of a draw; asked again for the same draw it adds nothing.
     *
     * @param rules   as announced: the plan may have decided that media share what is left over (G12)
     * @param winners hands on the winners, in the order of the draw
     * @return how many were added
     */
    int plan(Programme programme, CampaignTerms terms, Windows.Window window, String drawId, DrawRules rules, Consumer<Consumer<DrawnTicket>> winners) {
        windows.lock(programme);
        boolean shared = rules.spillOver() == DrawRules.SpillOver.SHARED;
        Map<String, Long> prizes = new HashMap<>();
        rules.channels().forEach(channel -> prizes.put(channel.code(), channel.quota() / rules.unit()));
        prizes.put(ALL, Math.min(rules.budget(), rules.channels().stream().mapToLong(DrawRules.Channel::quota).sum()) / rules.unit());
        Map<String, Integer> ofPerson = new HashMap<>();
        Map<String, Long> ofPot = new HashMap<>();
        jdbc.sql("select person, max(of_person) from campaign_grant where programme = ? and campaign = ? group by person")
                .params(programme.code(), terms.code()).query(row -> {
                    ofPerson.put(row.getString(1), row.getInt(2));
                });
        Set<String> known = Set.copyOf(jdbc.sql("select ticket from campaign_grant where draw_id = ?").param(drawId).query(String.class).list());
        record Row(DrawnTicket ticket, int ofPerson, String pot, long ofPot, long potPrizes) {}
        List<Row> rows = new ArrayList<>();
        winners.accept(ticket -> {
            if (!known.contains(ticket.ticket())) {
                String pot = shared ? ALL : ticket.channel();
                rows.add(new Row(ticket, ofPerson.merge(ticket.person(), 1, Integer::sum), pot, ofPot.merge(pot, 1L, Long::sum), prizes.get(pot)));
            }
        });
        long first = jdbc.sql("select count(*) from campaign_grant where programme = ?").param(programme.code()).query(Long.class).single();
        String[] ids = new String[rows.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = "G-%06d".formatted(first + i + 1);
        }
        int added = Batches.run(jdbc, () -> jdbc.sql("""
                insert into campaign_grant (programme, id, campaign, period, government, draw_id, ticket, lot, person, account, medium, yen, of_person, cap,
                  of_pot, pot, pot_prizes)
                select l.programme, t.id, l.campaign, l.period, l.government, :draw, t.ticket, l.lot, t.person, l.account, t.medium, :yen, t.of_person::integer,
                  :cap, t.of_pot::bigint, t.pot, t.pot_prizes::bigint
                from unnest(:ids::text[], :tickets::text[], :lots::text[], :persons::text[], :media::text[], :ofPersons::text[], :ofPots::text[], :pots::text[],
                  :prizes::text[]) as t (id, ticket, lot, person, medium, of_person, of_pot, pot, pot_prizes)
                join campaign_lot l on l.programme = :programme and l.campaign = :campaign and l.period = :period and l.lot = t.lot""")
                .param("draw", drawId).param("yen", rules.unit()).param("cap", rules.capPerPerson()).param("programme", programme.code())
                .param("campaign", terms.code()).param("period", window.period()).param("ids", ids).param("tickets", texts(rows, row -> row.ticket().ticket()))
                .param("lots", texts(rows, row -> row.ticket().lot())).param("persons", texts(rows, row -> row.ticket().person()))
                .param("media", texts(rows, row -> row.ticket().channel())).param("ofPersons", texts(rows, Row::ofPerson))
                .param("ofPots", texts(rows, Row::ofPot)).param("pots", texts(rows, Row::pot)).param("prizes", texts(rows, Row::potPrizes)).update());
        if (added != rows.size()) {
            throw new IllegalStateException("draw %s has winners that are no lots of %s %s %d".formatted(drawId, programme.code(), terms.code(), window.period()));
        }
        if (added > 0) {
            cases.tell(window.number(), "campaign.grants-planned", Actor.SYSTEM,
                    Map.of("draw", drawId, "grants", "%,d".formatted(added), "yen", new Yen(added * rules.unit()).toString()));
        }
        return added;
    }

    private static <T> String[] texts(List<T> rows, Function<T, Object> value) {
        return rows.stream().map(value).map(Object::toString).toArray(String[]::new);
    }

    @Transactional(readOnly = true)
    public Tally tally(Windows.Window window) {
        Map<State, Long> counts = new EnumMap<>(State.class);
        Map<State, Long> yen = new EnumMap<>(State.class);
        jdbc.sql("select state, count(*), sum(yen) from campaign_grant where programme = ? and campaign = ? and period = ? group by state")
                .params(window.programme(), window.campaign(), window.period()).query(row -> {
                    counts.put(State.valueOf(row.getString(1)), row.getLong(2));
                    yen.put(State.valueOf(row.getString(1)), row.getLong(3));
                });
        return new Tally(counts, yen);
    }

    /** What has been granted on a campaign, yen. */
    @Transactional(readOnly = true)
    public long granted(Programme programme, String campaign) {
        return jdbc.sql("select coalesce(sum(yen), 0) from campaign_grant where programme = ? and campaign = ? and state = 'DONE'")
                .params(programme.code(), campaign).query(Long.class).single();
    }

    @Transactional(readOnly = true)
    public List<Grant> inState(Programme programme, Set<State> states, int most) {
        return jdbc.sql("select * from campaign_grant where programme = ? and state = any(?) order by id limit ?")
                .params(programme.code(), states.stream().map(State::name).toArray(String[]::new), most).query(CampaignGrants::grant).list();
    }

    /** All grants of a window by number, handed on one by one. */
    @Transactional(readOnly = true)
    public void each(Windows.Window window, Consumer<Grant> to) {
        jdbc.sql("select * from campaign_grant where programme = ? and campaign = ? and period = ? order by id")
                .params(window.programme(), window.campaign(), window.period()).query((RowCallbackHandler) row -> to.accept(grant(row, 0)));
    }

    private static Grant grant(ResultSet row, int n) throws SQLException {
        return new Grant(row.getString("id"), row.getString("campaign"), row.getInt("period"), row.getString("lot"), row.getString("person"),
                Medium.of(row.getString("medium")), row.getString("account"), row.getLong("yen"), State.valueOf(row.getString("state")),
                row.getObject("file", Integer.class), row.getString("reason"));
    }

    /** Writes all planned grants of a window into the next file. @throws RefusedException when there is none */
    @Transactional(propagation = Propagation.MANDATORY)
    GrantFile make(Programme programme, CampaignTerms terms, Windows.Window window, Actor actor) {
        windows.lock(programme);
        List<Grant> planned = jdbc.sql("select * from campaign_grant where programme = ? and campaign = ? and period = ? and state = 'PLANNED' order by id")
                .params(programme.code(), window.campaign(), window.period()).query(CampaignGrants::grant).list();
        if (planned.isEmpty()) {
            throw new RefusedException("campaign.nothing", "送る付与がありません。ほかの人がすでに付与ファイルを作っています。");
        }
        int number = 1 + jdbc.sql("select coalesce(max(number), 0) from campaign_grant_file where programme = ?").param(programme.code()).query(Integer.class).single();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Csv.Table table = Csv.write(out, Csv.Format.OPEN_DATA, COLUMNS)) {
            planned.forEach(one -> table.row("%04d".formatted(number), one.id(), one.medium().label(), one.account(), one.yen(), one.lot(),
                    terms.periodName(window.period()) + "当選"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        long yen = planned.stream().mapToLong(Grant::yen).sum();
        String sha256 = Sha256.hexOf(out.toByteArray());
        jdbc.sql("""
                insert into campaign_grant_file (programme, number, campaign, period, government, made_at, made_by, made_by_name, grants, yen, sha256, content)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(programme.code(), number, window.campaign(), window.period(), programme.government(), Timestamp.from(clock.instant()), actor.id(),
                        actor.name(), planned.size(), yen, sha256, out.toByteArray()).update();
        jdbc.sql("""
                insert into campaign_grant_attempt (programme, id, file, government)
                select programme, id, ?, government from campaign_grant where programme = ? and campaign = ? and period = ? and state = 'PLANNED'""")
                .params(number, programme.code(), window.campaign(), window.period()).update();
        jdbc.sql("""
                update campaign_grant set state = 'SENT', file = ?, attempts = attempts + 1, reason = null
                where programme = ? and campaign = ? and period = ? and state = 'PLANNED'""")
                .params(number, programme.code(), window.campaign(), window.period()).update();
        cases.tell(window.number(), "campaign.grant-file-made", actor, Map.of("file", "%04d".formatted(number), "grants", "%,d".formatted(planned.size()),
                "yen", new Yen(yen).toString(), "sha256", sha256));
        return file(programme, number);
    }

    @Transactional(readOnly = true)
    public List<GrantFile> files(Programme programme) {
        return jdbc.sql("select * from campaign_grant_file where programme = ? order by number desc").param(programme.code()).query(CampaignGrants::grantFile).list();
    }

    @Transactional(readOnly = true)
    public GrantFile file(Programme programme, int number) {
        return jdbc.sql("select * from campaign_grant_file where programme = ? and number = ?").params(programme.code(), number).query(CampaignGrants::grantFile)
                .optional().orElseThrow(() -> new NotFoundException("grant file " + number));
    }

    private static GrantFile grantFile(ResultSet row, int n) throws SQLException {
        return new GrantFile(row.getInt("number"), row.getString("campaign"), row.getInt("period"), Windows.jst(row.getTimestamp("made_at")),
                row.getString("made_by_name"), row.getInt("grants"), row.getLong("yen"), row.getString("sha256"));
    }

    /** A file as it was made; each taking is on the trail. */
    public byte[] take(Programme programme, int number, Actor actor) {
        GrantFile file = file(programme, number);
        tell("campaign.grant-file-taken", programme, actor, Map.of("programme", programme.code(), "file", "%04d".formatted(number), "sha256", file.sha256()));
        return jdbc.sql("select content from campaign_grant_file where programme = ? and number = ?").params(programme.code(), number)
                .query((row, n) -> row.getBytes(1)).single();
    }

    /**
     * Sends what was not granted once more, with the next file.
     *
     * @return how many
     * @throws RefusedException when nothing was chosen, one of them stands elsewhere, or its draw's case is over
     */
    public int retry(Programme programme, Set<String> ids, Actor actor) {
        return handle(programme, ids, "state = 'PLANNED', reason = null", "", "campaign.grants-retried", true, actor);
    }

    /** Gives up what could not be granted. @throws RefusedException as {@link #retry}, or without a reason */
    public int giveUp(Programme programme, Set<String> ids, String reason, Actor actor) {
        if (reason.isBlank()) {
            throw new RefusedException("campaign.reason", "付与を終えた理由を入力してください。後から確かめる人のために残ります。");
        }
        Cases.refuseMyNumber(reason);
        return handle(programme, ids, "state = 'UNCLAIMED', reason = :reason", reason.strip(), "campaign.grants-unclaimed", false, actor);
    }

    private int handle(Programme programme, Set<String> ids, String assignment, String reason, String event, boolean again, Actor actor) {
        windows.lock(programme);
        String[] chosen = ids.toArray(String[]::new);
        List<Grant> grants = jdbc.sql("select * from campaign_grant where programme = ? and id = any(?) and state in ('FAILED', 'RETURNED') order by id for update")
                .params(programme.code(), chosen).query(CampaignGrants::grant).list();
        if (grants.isEmpty() || grants.size() < chosen.length) {
            throw new RefusedException("campaign.chosen", chosen.length == 0 ? "付与を選んでください。"
                    : "選んだ付与のうち、ほかの人がすでに処理したものがあります。画面を開き直してください。");
        }
        for (Windows.Window window : grants.stream().map(one -> windows.find(programme, one.campaign(), one.period()).orElseThrow()).distinct().toList()) {
            if (again && window.settledAt() != null) {
                throw new RefusedException("campaign.settled", "この抽選の手続は終わっているため、付与をやり直せません。理由を付けて終えてください。");
            }
        }
        var update = jdbc.sql("update campaign_grant set " + assignment + " where programme = :programme and id = any(:ids)").param("programme", programme.code())
                .param("ids", chosen);
        (reason.isEmpty() ? update : update.param("reason", reason)).update();
        Optional<Windows.Window> window = windows.find(programme, grants.get(0).campaign(), grants.get(0).period());
        Map<String, String> facts = Map.of("programme", programme.code(), "grants", String.join("、", grants.stream().map(Grant::id).limit(20).toList())
                + (grants.size() > 20 ? "ほか" : ""), "count", "%,d".formatted(grants.size()), "reason", reason);
        window.map(Windows.Window::number).ifPresentOrElse(number -> cases.tell(number, event, actor, facts), () -> tell(event, programme, actor, facts));
        return grants.size();
    }

    private void tell(String kind, Programme programme, Actor actor, Map<String, String> facts) {
        events.publishEvent(CaseEvent.ofInstallation(kind, programme.government(), actor, facts));
    }
}
