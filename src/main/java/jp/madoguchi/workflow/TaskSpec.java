package jp.madoguchi.workflow;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import jp.madoguchi.org.Role;

/**
 * What a procedure's model declares about a user task.
 *
 * @param key               the task's id in the model: {@code UserTask_CheckCompleteness}
 * @param name              its Japanese name
 * @param form              id of the form the task shows; {@code case:submission} means the case's own form
 * @param role              whose task it is
 * @param phase             what the applicant is told meanwhile
 * @param outcomes          the ways to conclude it, in the model's order, at least one
 * @param outcomeVariable   the process variable that holds the chosen outcome
 * @param opinion           who concludes this may not decide the case (four eyes)
 * @param decides           whether this is the decision itself (決裁)
 * @param authorityVariable the process variable that names the rank of the decider, or null
 * @param sideTask          whether it goes on beside the case's main way and says nothing about its phase
 * @param prefilled         whether its form starts with the answers of the case's newest submission
 * @param answersTo         the tasks whose answers this one replies to and which are shown beside it
 * @param checkedBy         the tasks that may send this one back: the reason is shown above, and what was handed in last is where
 *                          the form starts
 * @param notBy             tasks whose last conclusion excludes its author from this one (four eyes)
 * @param conceals          tasks whose answers no page of the office shows while this one is open: it repeats them unseen
 */
public record TaskSpec(String key, String name, String form, Role role, Phase phase, List<Outcome> outcomes,
                       String outcomeVariable, boolean opinion, boolean decides, String authorityVariable,
                       boolean sideTask, boolean prefilled, Set<String> answersTo, Set<String> checkedBy, Set<String> notBy, Set<String> conceals) {

    /** The form id that stands for the form the case was filed on. */
    public static final String CASE_FORM = "case:submission";

    public Optional<Outcome> outcome(String code) {
        return outcomes.stream().filter(o -> o.code().equals(code)).findFirst();
    }
}
