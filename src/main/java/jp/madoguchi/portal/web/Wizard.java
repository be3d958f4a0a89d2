package jp.madoguchi.portal.web;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.FormDefinition;
import jp.madoguchi.forms.FormValidator;
import jp.madoguchi.forms.Options;
import jp.madoguchi.forms.Problem;
import jp.madoguchi.forms.Step;
import jp.madoguchi.forms.Upload;

/** The steps of one draft: where one is, what is done, what is still to be put right, and where. */
record Wizard(FormDefinition form, Answers answers, Map<String, Upload> uploads, LocalDate today, List<Problem> ofTheRoom) {

    /** A problem with the step on which it can be put right. */
    public record Placed(int step, Problem problem) {}

    /** The number that stands for the confirmation behind the last step. */
    int confirmation() {
        return form.steps().size() + 1;
    }

    /** A step that is shown: the wanted one, or the nearest before it. */
    int shown(int wanted) {
        List<Step> steps = form.shownSteps(answers);
        return steps.stream().map(Step::number).filter(number -> number <= wanted).reduce((a, b) -> b).orElse(steps.get(0).number());
    }

    int after(int step) {
        return form.shownSteps(answers).stream().map(Step::number).filter(number -> number > step).findFirst().orElse(confirmation());
    }

    /** 0 when there is none. */
    int before(int step) {
        return form.shownSteps(answers).stream().map(Step::number).filter(number -> number < step).reduce((a, b) -> b).orElse(0);
    }

    List<Problem> problems(int step) {
        return Stream.concat(FormValidator.validate(form, answers, Options.whole(today).step(step).uploads(uploads)).stream(),
                ofTheRoom.stream().filter(problem -> form.step(step).asks(problem.path()))).toList();
    }

    /** What cannot even be kept: My Numbers and monstrous texts. */
    List<Problem> unsafe() {
        return FormValidator.validate(form, answers, Options.whole(today).asDraft());
    }

    List<Placed> problems() {
        List<Placed> all = new ArrayList<>();
        for (Step step : form.shownSteps(answers)) {
            problems(step.number()).forEach(problem -> all.add(new Placed(step.number(), problem)));
        }
        return all;
    }

    /**
     * For the bar of steps.
     *
     * @param current  the step being shown, or {@link #confirmation()}
     * @param furthest the furthest step that was reached so far
     */
    List<Map<String, Object>> bar(String address, int current, int furthest, boolean english, String confirmationLabel) {
        List<Map<String, Object>> bar = new ArrayList<>();
        for (Step step : form.shownSteps(answers)) {
            String label = english && !step.titleEn().isEmpty() ? step.titleEn() : step.titleJa();
            String state = step.number() == current ? "editing" : step.number() >= furthest ? ""
                    : problems(step.number()).stream().allMatch(Problem::soft) ? "completed" : "error";
            bar.add(item(label, state, address + "?step=" + step.number(), step.number() == current));
        }
        boolean confirming = current == confirmation();
        bar.add(item(confirmationLabel, confirming ? "editing" : furthest >= confirmation() ? "reached" : "", address + "/preview", confirming));
        return bar;
    }

    private static Map<String, Object> item(String label, String state, String href, boolean current) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("label", label);
        item.put("state", state);
        item.put("current", current);
        if (!state.isEmpty() && !current) {
            item.put("href", href);
        }
        return item;
    }
}
