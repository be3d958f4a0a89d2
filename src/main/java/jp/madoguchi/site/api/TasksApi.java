package jp.madoguchi.site.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.Conclusion;
import jp.madoguchi.casefile.Corrections;
import jp.madoguchi.casefile.DeskView;
import jp.madoguchi.casefile.TaskDesk;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.org.Accounts;
import jp.madoguchi.org.Organisation;
import jp.madoguchi.org.Post;
import jp.madoguchi.workflow.HumanTasks;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The task desk for staff and their service accounts. */
@RestController
@RequestMapping(path = "/api/v1/tasks/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "tasks", description = "作業 — the task desk of staff")
class TasksApi {

    private final TaskDesk desk;
    private final HumanTasks tasks;
    private final Cases cases;
    private final Organisation organisation;
    private final Accounts accounts;
    private final BusinessClock clock;

    TasksApi(TaskDesk desk, HumanTasks tasks, Cases cases, Organisation organisation, Accounts accounts, BusinessClock clock) {
        this.desk = desk;
        this.tasks = tasks;
        this.cases = cases;
        this.organisation = organisation;
        this.accounts = accounts;
        this.clock = clock;
    }

    /** @param account one of the task's members */
    record Assignment(String account) {}

    /** @param corrections fields to reopen, for outcomes that correct */
    record Concluding(String outcome, Map<String, Object> answers, String comment, List<TaskView.Pinned> corrections) {}

    /** Where the case stands after a task. */
    record Step(String caseNumber, String status, String standing, List<TaskView.Line> openTasks) {}

    @GetMapping
    @Operation(summary = "作業 / a task with its form and outcomes; recorded as a view of the case")
    TaskView show(@PathVariable String id, Actor actor) {
        tasks.find(id).orElseThrow(() -> new NotFoundException("task " + id));
        DeskView view = desk.view(id, actor);
        cases.viewed(view.file(), actor, "case");
        return view(view);
    }

    @PostMapping("/claim")
    @Operation(summary = "担当する / claim")
    TaskView claim(@PathVariable String id, Actor actor) {
        desk.claim(id, actor);
        return view(desk.view(id, actor));
    }

    @PostMapping("/release")
    @Operation(summary = "担当を外れる / give it back to its desk")
    TaskView release(@PathVariable String id, Actor actor) {
        desk.release(id, actor);
        return view(desk.view(id, actor));
    }

    @PostMapping(path = "/assign", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "担当者を決める / assign it to a member of its desk")
    TaskView assign(@PathVariable String id, @RequestBody Assignment assignment, Actor actor) {
        if (assignment.account() == null) {
            throw new BadRequestException("account.missing", "/account", "account（担当者のアカウントID）が必要です。", "account is required.");
        }
        desk.assign(id, assignment.account(), actor);
        return view(desk.view(id, actor));
    }

    @PostMapping(path = "/conclude", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "処理する / conclude it with one of its outcomes")
    Step conclude(@PathVariable String id, @RequestBody Concluding given, Actor actor) {
        CaseNumber number = desk.view(id, actor).task().caseNumber();
        desk.conclude(id, actor, new Conclusion(given.outcome(), Given.answers(given.answers()), Given.text(given.comment()),
                given.corrections() == null ? List.of() : given.corrections().stream()
                        .map(pinned -> new Corrections.Item(Given.text(pinned.field()), Given.text(pinned.comment()))).toList()));
        CaseFile file = cases.get(number);
        return new Step(number.value(), file.status().name(), file.standing(),
                tasks.openOf(number).stream().map(TaskView.Line::of).toList());
    }

    private TaskView view(DeskView view) {
        List<Post> posts = organisation.holdersOf(view.task().desk(), clock.today());
        return TaskView.of(view, posts.stream().map(post -> new TaskView.Member(post.account(), accounts.get(post.account()).name(),
                post.title())).toList());
    }
}
