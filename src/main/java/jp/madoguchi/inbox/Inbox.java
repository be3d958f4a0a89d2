package jp.madoguchi.inbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.forms.SearchKeys;
import jp.madoguchi.inbox.InboxPage.Bounded;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.org.Desk;
import jp.madoguchi.org.DeskMembership;
import jp.madoguchi.org.Organisation;
import jp.madoguchi.org.Role;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The staff's work list. A page costs the same whether ten thousand or a million tasks are open: it takes the first rows
 * of each lane (desk, programme, step) that the person may see from an index and merges them; it never counts
 * everything and never asks the engine's tables.
 *
 * <p>Two things are dearer. Free text is compared row by row within the lanes; a search that takes longer than
 * {@value #LONGEST_MILLIS} ms is refused and asks for another filter. {@link View#WAITING} sorts what one person follows,
 * which is as many rows as there are unfinished cases that person worked on.
 */
@Service
@Transactional(readOnly = true)
public class Inbox {

    private static final int LONGEST_MILLIS = 3000;
    private static final int BADGE = 99;
    private static final String CANCELLED_BY_TIMEOUT = "57014";

    private static final String COLUMNS = "task_id, case_number, title, programme, task_key, task_name, desk, assignee, assignee_name,"
            + " created_at, due_at, decides";

    private final JdbcClient jdbc;
    private final Organisation organisation;
    private final Cursors cursors;
    private final BusinessClock clock;

    Inbox(JdbcClient jdbc, Organisation organisation, Cursors cursors, BusinessClock clock) {
        this.jdbc = jdbc;
        this.organisation = organisation;
        this.cursors = cursors;
        this.clock = clock;
    }

    /**
     * One page.
     *
     * @throws RefusedException when a search in free text takes too long
     */
    public InboxPage page(Actor actor, InboxQuery query) {
        Asking asking = new Asking(actor, query);
        try {
            if (!query.text().isBlank()) {
                jdbc.sql("select set_config('statement_timeout', ?, true)").param("" + LONGEST_MILLIS).query((row, n) -> n).single();
            }
            return asking.page(asking.rows());
        } catch (DataAccessException e) {
            if (NestedExceptionUtils.getMostSpecificCause(e) instanceof SQLException sql
                    && CANCELLED_BY_TIMEOUT.equals(sql.getSQLState())) {
                throw new RefusedException("inbox.narrow", "該当する作業が多すぎて探しきれませんでした。事業や工程、期限でさらに絞り込んでください。");
            }
            throw e;
        }
    }

    /** How many tasks each view of open tasks has without filters, up to 99 each. */
    public Map<View, Bounded> counts(Actor actor) {
        Map<View, Bounded> counts = new EnumMap<>(View.class);
        for (View view : List.of(View.DESK, View.MINE, View.WAITING)) {
            counts.put(view, new Asking(actor, InboxQuery.of(view)).count(BADGE));
        }
        return counts;
    }

    /** The steps that a person's desks, or applicants of their sections, have ever had work of. */
    public List<Lane> lanes(Actor actor) {
        Map<String, DeskMembership> desks = desks(actor);
        return jdbc.sql("select desk, programme, task_key, task_name from inbox_lane where desk = any(?) order by programme, task_key, desk")
                .param(Stream.concat(desks.keySet().stream(), applicants(desks)).toArray(String[]::new)).query(Lane.class).list();
    }

    /** An own post goes before a deputy's. */
    private Map<String, DeskMembership> desks(Actor actor) {
        Map<String, DeskMembership> desks = new LinkedHashMap<>();
        organisation.desksOf(actor.id(), clock.today()).forEach(membership -> desks.putIfAbsent(membership.desk().id(), membership));
        return desks;
    }

    /** The desks at which applicants of the same sections are waited for. */
    private static Stream<String> applicants(Map<String, DeskMembership> desks) {
        return desks.values().stream().map(DeskMembership::desk)
                .map(desk -> new Desk(desk.government(), desk.section(), Role.APPLICANT).id()).distinct();
    }

    /** One question, on its way to SQL. */
    private final class Asking {

        private final Actor actor;
        private final InboxQuery query;
        private final Map<String, DeskMembership> desks;
        private final Cursors.Place place;
        private final boolean ascending;
        private final Map<String, Object> parameters = new HashMap<>();

        Asking(Actor actor, InboxQuery query) {
            this.actor = actor;
            this.query = query;
            this.desks = desks(actor);
            this.place = cursors.read(query.cursor(), list()).orElse(null);
            boolean forwards = place == null || !place.backwards();
            boolean descending = query.view() == View.DONE || query.descending();
            this.ascending = descending != forwards;
            parameters.put("me", actor.id());
            parameters.put("desks", desks.keySet().toArray(String[]::new));
            parameters.put("applicants", applicants(desks).toArray(String[]::new));
        }

        /** What a cursor belongs to. */
        private String list() {
            return actor.id() + " " + query.view() + " " + query.sort() + " " + query.descending();
        }

        List<InboxItem> rows() {
            String limit = " limit " + (query.size() + 1);
            String order = order(column()) + limit;
            String sql = switch (query.view()) {
                case DESK -> "select i.* " + lanes("desks", COLUMNS, keyset(), order) + order;
                case MINE -> "select " + COLUMNS + " from inbox_item where assignee = :me" + filters() + keyset() + order;
                case WAITING -> "select * from ((select i.* " + lanes("applicants", COLUMNS, keyset(), order) + order + ")"
                        + " union (select " + COLUMNS + followed() + keyset() + order + ")) i" + order;
                case DONE -> """
                        select r.task_id, r.case_number, c.title, c.programme, r.task_key, r.task_name, r.on_behalf_of_name, r.decides,
                               r.outcome_label, r.concluded_at
                        """ + done() + keyset() + order;
            };
            return jdbc.sql(sql).params(parameters).query(query.view() == View.DONE ? this::concluded : this::open).list();
        }

        InboxPage page(List<InboxItem> fetched) {
            boolean more = fetched.size() > query.size();
            List<InboxItem> items = new ArrayList<>(more ? fetched.subList(0, query.size()) : fetched);
            boolean backwards = place != null && place.backwards();
            if (backwards) {
                Collections.reverse(items);
            }
            boolean before = backwards ? more : place != null;
            boolean after = backwards || more;
            return new InboxPage(List.copyOf(items), after && !items.isEmpty() ? cursor(false, items.get(items.size() - 1)) : "",
                    before && !items.isEmpty() ? cursor(true, items.get(0)) : "",
                    place == null ? new Bounded(items.size(), more) : null);
        }

        /** Counts up to one more than the limit. */
        Bounded count(int limit) {
            String most = " limit " + (limit + 1);
            String sql = switch (query.view()) {
                case DESK -> "select 1 " + lanes("desks", "1", "", most) + most;
                case MINE -> "select 1 from inbox_item where assignee = :me" + filters() + most;
                case WAITING -> "(select i.task_id " + lanes("applicants", "task_id", "", most) + most
                        + ") union (select task_id" + followed() + most + ")";
                case DONE -> "select 1 " + done() + most;
            };
            return Bounded.of(jdbc.sql("select count(*) from (select 1 from (" + sql + ") x" + most + ") y").params(parameters)
                    .query(Integer.class).single(), limit);
        }

        private String lanes(String desksParameter, String columns, String keyset, String order) {
            return "from inbox_lane l cross join lateral (select " + columns + " from inbox_item"
                    + " where desk = l.desk and programme = l.programme and task_key = l.task_key" + dueAndText() + keyset + order + ") i"
                    + " where l.desk = any(:" + desksParameter + ")" + programmeAndStep("l.programme", "l.task_key");
        }

        private String followed() {
            return " from inbox_item join (select task_id as followed from inbox_follower where account = :me) f on followed = task_id"
                    + " where desk <> all(:desks)" + filters();
        }

        private String done() {
            return "from task_record r join case_file c on c.number = r.case_number where r.actor = :me"
                    + programmeAndStep("c.programme", "r.task_key") + text("r.case_number", "c.search");
        }

        private String filters() {
            return programmeAndStep("programme", "task_key") + dueAndText();
        }

        private String programmeAndStep(String programme, String step) {
            return equal(programme, "programme", query.programme()) + equal(step, "step", query.step());
        }

        private String equal(String column, String parameter, String value) {
            if (value.isEmpty()) {
                return "";
            }
            parameters.put(parameter, value);
            return " and " + column + " = :" + parameter;
        }

        private String dueAndText() {
            Instant now = clock.instant();
            LocalDate today = clock.today();
            return switch (query.due()) {
                case ANY -> "";
                case OVERDUE -> before("due_at", "now", now);
                case TODAY -> from(today) + before("due_at", "to", startOf(today.plusDays(1)));
                case WEEK -> from(today) + before("due_at", "to", startOf(today.plusDays(7)));
            } + text("case_number", "search");
        }

        private String from(LocalDate day) {
            parameters.put("from", Timestamp.from(startOf(day)));
            return " and due_at >= :from";
        }

        private String before(String column, String parameter, Instant moment) {
            parameters.put(parameter, Timestamp.from(moment));
            return " and " + column + " < :" + parameter;
        }

        private static Instant startOf(LocalDate day) {
            return day.atStartOfDay(BusinessClock.JST).toInstant();
        }

        /** A whole case number is looked up, anything else is searched for. */
        private String text(String numberColumn, String searchColumn) {
            String wanted = SearchKeys.of(query.text());
            if (wanted.isEmpty()) {
                return "";
            }
            if (CaseNumber.isWellFormed(wanted)) {
                return equal(numberColumn, "number", wanted);
            }
            parameters.put("like", "%" + Cases.escaped(wanted) + "%");
            return " and " + searchColumn + " like :like escape '!'";
        }

        private String column() {
            return query.view() == View.DONE ? "concluded_at" : query.sort().column();
        }

        private String order(String column) {
            String direction = ascending ? "" : " desc";
            return " order by " + column + direction + ", task_id" + direction;
        }

        private String keyset() {
            if (place == null) {
                return "";
            }
            boolean text = query.view() != View.DONE && query.sort() == Sort.NUMBER;
            parameters.put("key", text ? place.value() : Timestamp.from(Instant.parse(place.value())));
            parameters.put("id", place.taskId());
            return " and (" + column() + ", task_id) " + (ascending ? ">" : "<") + " (:key, :id)";
        }

        private String cursor(boolean backwards, InboxItem item) {
            Object value = query.view() == View.DONE ? item.concludedAt() : switch (query.sort()) {
                case DUE -> item.dueAt();
                case CREATED -> item.createdAt();
                case NUMBER -> item.caseNumber();
            };
            return cursors.write(new Cursors.Place(backwards, value.toString(), item.taskId()), list());
        }

        private InboxItem open(ResultSet row, int n) throws SQLException {
            DeskMembership membership = desks.get(row.getString("desk"));
            return new InboxItem(row.getString("task_id"), row.getString("case_number"), row.getString("title"),
                    row.getString("programme"), row.getString("task_key"), row.getString("task_name"), row.getString("desk"),
                    row.getString("assignee"), row.getString("assignee_name"), membership == null ? null : membership.actingForName(),
                    row.getTimestamp("created_at").toInstant(), row.getTimestamp("due_at").toInstant(), row.getBoolean("decides"),
                    null, null);
        }

        private InboxItem concluded(ResultSet row, int n) throws SQLException {
            return new InboxItem(row.getString("task_id"), row.getString("case_number"), row.getString("title"),
                    row.getString("programme"), row.getString("task_key"), row.getString("task_name"), null, actor.id(), actor.name(),
                    row.getString("on_behalf_of_name"), null, null, row.getBoolean("decides"), row.getString("outcome_label"),
                    row.getTimestamp("concluded_at").toInstant());
        }
    }
}
