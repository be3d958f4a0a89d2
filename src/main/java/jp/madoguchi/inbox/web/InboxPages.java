package jp.madoguchi.inbox.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jp.madoguchi.calendar.BusinessCalendars;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.inbox.Due;
import jp.madoguchi.inbox.Inbox;
import jp.madoguchi.inbox.InboxItem;
import jp.madoguchi.inbox.InboxPage;
import jp.madoguchi.inbox.InboxQuery;
import jp.madoguchi.inbox.Lane;
import jp.madoguchi.inbox.Sort;
import jp.madoguchi.inbox.View;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.GovernmentCode;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.org.Desk;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriComponentsBuilder;

/** The work list. What it shows stands in its address alone, so that a list can be kept, sent and returned to. */
@Controller
class InboxPages {

    private final Inbox inbox;
    private final BusinessCalendars calendars;
    private final BusinessClock clock;
    private final ProgrammeNames names;

    InboxPages(Inbox inbox, BusinessCalendars calendars, BusinessClock clock, ProgrammeNames names) {
        this.inbox = inbox;
        this.calendars = calendars;
        this.clock = clock;
        this.names = names;
    }

    /** What the address asks. Spring binds the query's parameters; unknown words mean their default. */
    record Asked(String view, String programme, String step, String due, String q, String sort, String after, String here) {

        InboxQuery query() {
            String order = text(sort);
            boolean descending = order.startsWith("-");
            return new InboxQuery(View.of(view), text(programme), text(step), Due.of(due), text(q).strip(),
                    Sort.of(descending ? order.substring(1) : order), descending, text(after), InboxQuery.SIZE);
        }

        private static String text(String given) {
            return given == null ? "" : given.length() > 400 ? given.substring(0, 400) : given;
        }
    }

    @GetMapping("/inbox")
    String list(Asked asked, Actor actor, Model model) {
        InboxQuery query = asked.query();
        InboxPage page;
        try {
            page = inbox.page(actor, query);
            if (page.items().isEmpty() && !query.cursor().isEmpty()) {
                query = query.cursor("");
                page = inbox.page(actor, query);
            }
        } catch (RefusedException e) {
            model.addAttribute("narrow", e.refusal().wording());
            page = new InboxPage(List.of(), "", "", null);
        }
        List<Lane> lanes = inbox.lanes(actor);
        model.addAttribute("tabs", tabs(actor, query));
        model.addAttribute("view", query.view().word());
        model.addAttribute("due", query.due().word());
        model.addAttribute("q", query.text());
        model.addAttribute("filtered", query.filtered());
        model.addAttribute("programmes", choices(lanes, query.programme(), true));
        model.addAttribute("steps", choices(lanes, query.step(), false));
        model.addAttribute("rows", rows(page, query, actor, BackLink.taskOrNone(asked.here())));
        model.addAttribute("clear", address(InboxQuery.of(query.view()).sort(query.sort(), query.descending())));
        model.addAttribute("sorts", sorts(query));
        model.addAttribute("sortWord", (query.descending() ? "-" : "") + query.sort().word());
        model.addAttribute("newer", page.previous().isEmpty() ? "" : address(query.cursor(page.previous())));
        model.addAttribute("older", page.next().isEmpty() ? "" : address(query.cursor(page.next())));
        model.addAttribute("total", page.total() == null ? "" : page.total().toString());
        return "inbox/inbox";
    }

    private List<Map<String, Object>> tabs(Actor actor, InboxQuery query) {
        Map<View, InboxPage.Bounded> counts = inbox.counts(actor);
        List<Map<String, Object>> tabs = new ArrayList<>();
        for (View view : List.of(View.DESK, View.MINE, View.WAITING, View.DONE)) {
            Map<String, Object> tab = new HashMap<>(Map.of("view", view.word(), "href", address(InboxQuery.of(view)),
                    "current", view == query.view()));
            if (counts.containsKey(view)) {
                tab.put("count", counts.get(view).toString());
            }
            tabs.add(tab);
        }
        return tabs;
    }

    private List<Map<String, Object>> choices(List<Lane> lanes, String chosen, boolean programmes) {
        Map<String, String> all = new LinkedHashMap<>();
        lanes.forEach(lane -> all.putIfAbsent(programmes ? lane.programme() : lane.taskKey(),
                programmes ? names.of(lane.programme()) : lane.taskName()));
        return all.entrySet().stream().map(choice -> Map.<String, Object>of("value", choice.getKey(), "label", choice.getValue(),
                "selected", choice.getKey().equals(chosen))).toList();
    }

    private List<Map<String, Object>> rows(InboxPage page, InboxQuery query, Actor actor, String here) {
        String back = URLEncoder.encode(address(query), StandardCharsets.UTF_8);
        List<InboxItem> items = page.items();
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            InboxItem item = items.get(i);
            Map<String, Object> row = new HashMap<>();
            row.put("id", item.taskId());
            row.put("number", item.caseNumber());
            row.put("title", item.title());
            row.put("step", item.taskName());
            row.put("programme", names.of(item.programme()));
            row.put("here", item.taskId().equals(here));
            row.put("deputyFor", item.actingForName());
            if (item.open()) {
                String next = i + 1 < items.size() ? items.get(i + 1).taskId() : i > 0 ? items.get(i - 1).taskId() : "";
                row.put("href", "/tasks/" + item.taskId() + "?back=" + back + (next.isEmpty() ? "" : "&next=" + next));
                LocalDate due = Shown.day(item.dueAt());
                row.put("left", Shown.left(calendars.businessDaysBetween(new GovernmentCode(actor.government()), clock.today(), due),
                        item.dueAt().isBefore(clock.instant())));
                row.put("due", JapaneseDates.compact(due));
                row.put("dueMachine", due.toString());
                row.put("received", Shown.moment(item.createdAt()));
                row.put("receivedMachine", Shown.machine(item.createdAt()));
                row.put("assignee", item.assigneeName());
                row.put("mine", actor.id().equals(item.assignee()));
                row.put("waitsFor", Desk.parse(item.desk()).role().label());
            } else {
                row.put("href", "/cases/" + item.caseNumber());
                row.put("outcome", item.outcomeLabel());
                row.put("concluded", Shown.moment(item.concludedAt()));
                row.put("concludedMachine", Shown.machine(item.concludedAt()));
            }
            rows.add(row);
        }
        return rows;
    }

    private static Map<String, Object> sorts(InboxQuery query) {
        Map<String, Object> sorts = new HashMap<>();
        for (Sort sort : Sort.values()) {
            boolean present = query.sort() == sort;
            sorts.put(sort.word(), Map.of("href", address(query.cursor("").sort(sort, present && !query.descending())),
                    "order", !present ? "" : query.descending() ? "descending" : "ascending"));
        }
        return sorts;
    }

    /** Defaults are left out, so that the plain list has the plain address. */
    static String address(InboxQuery query) {
        UriComponentsBuilder address = UriComponentsBuilder.fromPath(BackLink.HOME);
        add(address, "view", query.view() == View.DESK ? "" : query.view().word());
        add(address, "programme", query.programme());
        add(address, "step", query.step());
        add(address, "due", query.due().word());
        add(address, "q", query.text());
        String sort = (query.descending() ? "-" : "") + query.sort().word();
        add(address, "sort", sort.equals("due") ? "" : sort);
        add(address, "after", query.cursor());
        return address.build().toUriString();
    }

    private static void add(UriComponentsBuilder address, String name, String value) {
        if (!value.isEmpty()) {
            address.queryParam(name, URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }
}
