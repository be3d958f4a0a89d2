package jp.madoguchi.site.demo;

import jp.madoguchi.casefile.Channel;
import jp.madoguchi.casefile.Conclusion;
import jp.madoguchi.casefile.Filing;
import jp.madoguchi.casefile.FilingRequest;
import jp.madoguchi.casefile.TaskDesk;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.workflow.HumanTask;
import jp.madoguchi.workflow.HumanTasks;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.stereotype.Component;

/** What all plays do with cases. */
@Component
@ConditionalOnBooleanProperty("madoguchi.demo")
class DemoStage {

    private final Filing filing;
    private final TaskDesk desk;
    private final HumanTasks tasks;

    DemoStage(Filing filing, TaskDesk desk, HumanTasks tasks) {
        this.filing = filing;
        this.desk = desk;
        this.tasks = tasks;
    }

    CaseNumber files(String programme, String call, String key, Actor actor, Channel channel, Answers answers) {
        return filing.file(new FilingRequest(programme, call, answers, "demo-" + key, actor,
                channel == Channel.WEB ? actor.id() : null, channel)).caseNumber();
    }

    /** The case filed under a key. */
    CaseNumber filed(String key, Actor actor) {
        return filing.receipt(actor, "demo-" + key).orElseThrow(() -> new IllegalStateException("nothing was filed as " + key)).caseNumber();
    }

    CaseNumber claims(CaseNumber number, Actor actor, String task) {
        desk.claim(taskOf(number, task), actor);
        return number;
    }

    CaseNumber concludes(CaseNumber number, Actor actor, String task, Conclusion conclusion) {
        String id = taskOf(number, task);
        if (actor.isStaff()) {
            desk.claim(id, actor);
        }
        desk.conclude(id, actor, conclusion);
        return number;
    }

    private String taskOf(CaseNumber number, String key) {
        return tasks.openOf(number).stream().filter(task -> task.spec().key().equals(key)).map(HumanTask::id).findFirst()
                .orElseThrow(() -> new IllegalStateException(number + " has no open " + key));
    }
}
