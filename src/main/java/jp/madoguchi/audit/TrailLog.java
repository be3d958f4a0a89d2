package jp.madoguchi.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sql.DataSource;
import jp.madoguchi.audit.Finding.Kind;
import jp.madoguchi.audit.MerkleTree.Nodes;
import jp.madoguchi.audit.MerkleTree.Position;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables of this room; see V0500__trail.sql. Row level security filters every query by the scope. */
@Repository
class TrailLog {

    private static final List<String> COLUMNS = List.of("at", "kind", "case_number", "government", "programme", "party",
            "actor_id", "actor_name", "actor_kind", "on_behalf_of_id", "on_behalf_of_name", "facts", "changes");

    /**
     * After a logical restore the server counts transactions from the beginning again, so the last sealed row's xid may
     * lie in the server's future: then nothing later can be compared with it.
     */
    private static final String LEAVES = """
            select coalesce(t.seq, l.seq) as seq, coalesce(l.idx, n.idx) as idx, n.hash, t.seq is not null as present, t.body, t.leaf, %s,
                   case when l.idx is null then coalesce((
                       select (t.xid, t.seq) < (z.xid, z.seq) and z.xid < pg_snapshot_xmax(pg_current_snapshot())
                       from trail_leaf z order by z.idx desc limit 1), false) else false end as passed_over
            """.formatted(String.join(", ", COLUMNS.stream().map(c -> "t." + c).toList()));

    private static final int FETCH = 2000;

    private final JdbcClient jdbc;
    private final JdbcTemplate inBulk;

    TrailLog(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
        this.inBulk = new JdbcTemplate(dataSource);
        this.inBulk.setFetchSize(FETCH);
    }

    void insert(Entry entry) {
        String body = entry.body();
        Map<String, String> columns = entry.columns();
        var statement = jdbc.sql("""
                insert into trail (at, kind, case_number, government, programme, party, actor_id, actor_name, actor_kind,
                                   on_behalf_of_id, on_behalf_of_name, facts, changes, body, leaf)
                values (cast(:at as timestamptz), :kind, :case_number, :government, :programme, :party, :actor_id,
                        :actor_name, :actor_kind, :on_behalf_of_id, :on_behalf_of_name, cast(:facts as jsonb),
                        cast(:changes as jsonb), :body, :leaf)
                """).param("body", body).param("leaf", Entry.leaf(body));
        COLUMNS.forEach(name -> statement.param(name, columns.get(name)));
        statement.update();
    }

    // --- reading

    /** An event and where its page could end: at the column, not at the hashed moment, because rows are ordered by it. */
    record Placed(TrailEvent event, TrailCursor cursor) {}

    /** @param after the last event of the page before, or null */
    List<Placed> page(TrailQuery criteria, String government, TrailCursor after, int size) {
        StringBuilder where = new StringBuilder();
        Map<String, Object> values = new HashMap<>();
        if (criteria.caseNumber() != null) {
            where.append(" and t.case_number = :case");
            values.put("case", criteria.caseNumber().value());
        }
        if (criteria.actor() != null) {
            where.append(" and (t.actor_id = :actor or t.on_behalf_of_id = :actor"
                    + " or position(:name in translate(t.actor_name, ' 　', '')) > 0"
                    + " or position(:name in translate(t.on_behalf_of_name, ' 　', '')) > 0)");
            values.put("actor", criteria.actor().strip());
            values.put("name", criteria.actor().replaceAll("[ 　]", ""));
        }
        if (criteria.kind() != null) {
            where.append(" and (t.kind = :kind or starts_with(t.kind, :kind || '.'))");
            values.put("kind", criteria.kind());
        }
        if (criteria.programme() != null) {
            where.append(" and t.programme = :programme");
            values.put("programme", criteria.programme());
        }
        if (criteria.from() != null) {
            where.append(" and t.at >= :from");
            values.put("from", criteria.from().atOffset(ZoneOffset.UTC));
        }
        if (criteria.until() != null) {
            where.append(" and t.at < :until");
            values.put("until", criteria.until().atOffset(ZoneOffset.UTC));
        }
        if (government != null) {
            where.append(" and t.government = :government");
            values.put("government", government);
        }
        if (after != null) {
            where.append(" and (t.at, t.seq) < (:afterAt, :afterSeq)");
            values.put("afterAt", after.at().atOffset(ZoneOffset.UTC));
            values.put("afterSeq", after.seq());
        }
        return jdbc.sql("select t.*, l.idx from trail t left join trail_leaf l on l.seq = t.seq where true" + where
                        + " order by t.at desc, t.seq desc limit " + size)
                .params(values)
                .query((rs, n) -> new Placed(toEvent(rs, n), new TrailCursor(moment(rs), rs.getLong("seq")))).list();
    }

    List<TrailEvent> eventsOf(CaseNumber caseNumber) {
        return jdbc.sql("""
                select t.*, l.idx from trail t left join trail_leaf l on l.seq = t.seq
                where t.case_number = :case order by t.seq
                """).param("case", caseNumber.value()).query(TrailLog::toEvent).list();
    }

    /** Rows that are, or once were, of a case, in the order of the trail. */
    List<TrailLeaf> leavesOf(CaseNumber caseNumber) {
        return jdbc.sql("with s as (select seq from trail where case_number = :case"
                        + " union select seq from trail_leaf where case_number = :case) " + LEAVES + """
                from s left join trail t on t.seq = s.seq left join trail_leaf l on l.seq = s.seq
                left join trail_node n on n.level = 0 and n.idx = l.idx
                order by s.seq
                """).param("case", caseNumber.value()).query(TrailLog::toLeaf).list();
    }

    Optional<TrailLeaf> leafOf(long seq) {
        return jdbc.sql(LEAVES + """
                from trail t left join trail_leaf l on l.seq = t.seq
                left join trail_node n on n.level = 0 and n.idx = l.idx
                where t.seq = :seq
                """).param("seq", seq).query(TrailLog::toLeaf).optional();
    }

    /** Every place of the tree with its row, in the order of the tree. To be read within a transaction and closed. */
    Stream<TrailLeaf> sealed() {
        return inBulk.queryForStream(LEAVES + """
                from (select idx, hash from trail_node where level = 0) n
                full join trail_leaf l on l.idx = n.idx left join trail t on t.seq = l.seq
                order by coalesce(l.idx, n.idx)
                """, TrailLog::toLeaf);
    }

    /** Every row without a place in the tree. To be read within a transaction and closed. */
    Stream<TrailLeaf> unsealed() {
        return inBulk.queryForStream(LEAVES + """
                from trail t left join trail_leaf l on l.seq = t.seq left join trail_node n on n.level = 0 and n.idx = l.idx
                where l.seq is null order by t.seq
                """, TrailLog::toLeaf);
    }

    /** Inner hashes that their two halves do not give, and levels that are not full. */
    List<Finding> damages() {
        List<Finding> damages = new ArrayList<>(jdbc.sql("""
                select p.level, p.idx from trail_node p
                left join trail_node l on l.level = p.level - 1 and l.idx = 2 * p.idx
                left join trail_node r on r.level = p.level - 1 and r.idx = 2 * p.idx + 1
                where p.level > 0 and p.hash is distinct from sha256('\\x01'::bytea || l.hash || r.hash)
                order by p.level, p.idx limit 100
                """).query((rs, n) -> new Finding(Kind.DAMAGED_TREE, null,
                "木の中間ハッシュ（第%d層%d番）が、下の層と一致しません。".formatted(rs.getInt(1), rs.getLong(2)))).list());
        damages.addAll(jdbc.sql("""
                select s.level from generate_series(1, 62) as s(level), (select max(size) as size from tree_head) h
                where h.size >> s.level <> (select count(*) from trail_node n where n.level = s.level)
                """).query((rs, n) -> new Finding(Kind.DAMAGED_TREE, null,
                        "木の第%d層に、欠けているか余分な中間ハッシュがあります。".formatted(rs.getInt(1)))).list());
        return damages;
    }

    Optional<SignedHead> head() {
        return jdbc.sql("select * from tree_head order by size desc limit 1").query(TrailLog::toHead).optional();
    }

    Optional<SignedHead> head(long size) {
        return jdbc.sql("select * from tree_head where size = :size").param("size", size).query(TrailLog::toHead).optional();
    }

    /** By ascending size. To be read within a transaction and closed. */
    Stream<SignedHead> heads() {
        return inBulk.queryForStream("select * from tree_head order by size", TrailLog::toHead);
    }

    /**
     * Runs a calculation over the stored tree with one query: the first run, over zeros, tells which hashes it asks for.
     * A hash that is missing in the table stays zeros, so that the calculation's result proves nothing.
     */
    <T> T overNodes(Function<Nodes, T> calculation) {
        byte[] zeros = new byte[32];
        Set<Position> asked = new LinkedHashSet<>();
        calculation.apply(position -> {
            asked.add(position);
            return zeros;
        });
        Map<Position, byte[]> stored = new HashMap<>();
        jdbc.sql("""
                select n.level, n.idx, n.hash from unnest(:levels, :indexes) as a(level, idx)
                join trail_node n on n.level = a.level and n.idx = a.idx
                """)
                .param("levels", asked.stream().map(p -> (short) p.level()).toArray(Short[]::new))
                .param("indexes", asked.stream().map(Position::index).toArray(Long[]::new))
                .query(rs -> {
                    stored.put(new Position(rs.getInt(1), rs.getLong(2)), rs.getBytes(3));
                });
        return calculation.apply(position -> stored.getOrDefault(position, zeros));
    }

    // --- sealing

    /** Waits for nobody: false when another node is sealing. The lock ends with the transaction. */
    boolean tryLock() {
        return jdbc.sql("select pg_try_advisory_xact_lock(hashtextextended('madoguchi.audit.seal', 0))")
                .query(Boolean.class).single();
    }

    /** A row that may be sealed: no transaction that could still write before it is running. */
    record Ripe(long seq, String xid, byte[] leaf, String government, String caseNumber) {}

    List<Ripe> ripe(int limit) {
        LastSealed last = lastSealed();
        return jdbc.sql("select t.seq, t.xid::text as xid, t.leaf, t.government, t.case_number from trail t where "
                        + last.beyond() + """
                 and (t.xid < pg_snapshot_xmin(pg_current_snapshot())
                      %s)
                order by %s t.xid, t.seq limit :limit
                """.formatted(
                        last.ofEarlierServer() ? "or t.xid >= pg_snapshot_xmax(pg_current_snapshot())" : "",
                        last.ofEarlierServer() ? "t.xid >= pg_snapshot_xmax(pg_current_snapshot()) desc," : ""))
                .param("xid", last.xid()).param("seq", last.seq()).param("limit", limit)
                .query((rs, n) -> new Ripe(rs.getLong("seq"), rs.getString("xid"), rs.getBytes("leaf"),
                        rs.getString("government"), rs.getString("case_number"))).list();
    }

    /** Committed rows that are not sealed: how many, and the moment of the oldest, null without any. */
    record Waiting(long count, Instant oldest) {}

    Waiting waiting() {
        LastSealed last = lastSealed();
        return jdbc.sql("select count(*), min(t.at) from trail t where " + last.beyond())
                .param("xid", last.xid()).param("seq", last.seq())
                .query((rs, n) -> {
                    OffsetDateTime oldest = rs.getObject(2, OffsetDateTime.class);
                    return new Waiting(rs.getLong(1), oldest == null ? null : oldest.toInstant());
                }).single();
    }

    void append(long firstIndex, List<Ripe> rows, Map<Position, byte[]> nodes, SignedHead head) {
        List<Object[]> leaves = new ArrayList<>(rows.size());
        for (Ripe row : rows) {
            leaves.add(new Object[] {firstIndex + leaves.size(), row.seq(), row.xid(), row.government(), row.caseNumber()});
        }
        inBulk.batchUpdate("insert into trail_leaf (idx, seq, xid, government, case_number)"
                + " values (?, ?, cast(? as xid8), ?, ?)", leaves);
        inBulk.batchUpdate("insert into trail_node (level, idx, hash) values (?, ?, ?)", nodes.entrySet().stream()
                .map(n -> new Object[] {n.getKey().level(), n.getKey().index(), n.getValue()}).toList());
        jdbc.sql("insert into tree_head (size, root, at, signature, key_id) values (:size, :root, :at, :signature, :key)")
                .param("size", head.size()).param("root", HexFormat.of().parseHex(head.root()))
                .param("at", head.at().atOffset(ZoneOffset.UTC)).param("signature", head.signature())
                .param("key", head.keyId()).update();
    }

    /**
     * @param ofEarlierServer whether its transaction lies in this server's future, as after a logical restore; then what
     *                        is unsealed is found by comparing the tables, once, instead of by the order of arrival
     */
    private record LastSealed(String xid, long seq, boolean ofEarlierServer) {

        String beyond() {
            return ofEarlierServer
                    ? "not exists (select 1 from trail_leaf l where l.seq = t.seq)"
                    : "(t.xid, t.seq) > (cast(:xid as xid8), :seq)";
        }
    }

    private LastSealed lastSealed() {
        return jdbc.sql("""
                select xid::text, seq, xid >= pg_snapshot_xmax(pg_current_snapshot())
                from trail_leaf order by idx desc limit 1
                """).query((rs, n) -> new LastSealed(rs.getString(1), rs.getLong(2), rs.getBoolean(3))).optional()
                .orElse(new LastSealed("0", 0, false));
    }

    // --- rows

    private static TrailEvent toEvent(ResultSet rs, int n) throws SQLException {
        long seq = rs.getLong("seq");
        String leaf = MerkleTree.hex(rs.getBytes("leaf"));
        Long index = rs.getObject("idx", Long.class);
        try {
            Entry entry = Entry.parse(rs.getString("body"));
            var event = entry.event();
            return new TrailEvent(seq, entry.at(), event.kind(), event.caseNumber(), event.government(), event.programme(),
                    event.actor(), event.onBehalfOf(), event.facts(), event.changes(), leaf, index);
        } catch (IllegalArgumentException edited) {
            return new TrailEvent(seq, moment(rs), TrailEvent.UNREADABLE, null,
                    rs.getString("government"), rs.getString("programme"), Actor.SYSTEM, null, Map.of(), List.of(), leaf,
                    index);
        }
    }

    private static TrailLeaf toLeaf(ResultSet rs, int n) throws SQLException {
        return new TrailLeaf(rs.getObject("seq", Long.class), rs.getObject("idx", Long.class), rs.getBytes("hash"),
                rs.getBoolean("present") ? toRow(rs) : null, rs.getBoolean("passed_over"));
    }

    private static TrailRow toRow(ResultSet rs) throws SQLException {
        Map<String, String> columns = new LinkedHashMap<>();
        for (String name : COLUMNS) {
            String value = switch (name) {
                case "at" -> moment(rs).toString();
                case "facts", "changes" -> CanonicalJson.normalised(rs.getString(name));
                default -> rs.getString(name);
            };
            if (value != null) {
                columns.put(name, value);
            }
        }
        return new TrailRow(rs.getLong("seq"), columns, rs.getString("body"), rs.getBytes("leaf"));
    }

    private static SignedHead toHead(ResultSet rs, int n) throws SQLException {
        return new SignedHead(rs.getLong("size"), MerkleTree.hex(rs.getBytes("root")),
                moment(rs), rs.getString("key_id"), rs.getString("signature"));
    }

    private static Instant moment(ResultSet rs) throws SQLException {
        return rs.getObject("at", OffsetDateTime.class).toInstant();
    }
}
