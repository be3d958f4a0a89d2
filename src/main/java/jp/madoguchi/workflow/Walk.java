package jp.madoguchi.workflow;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * The way one run of a procedure went through its diagram.
 *
 * @param instance   the engine's id of the run
 * @param parent     the run that called this one, or null
 * @param caller     the element of the parent that called it, or null
 * @param procedure  the procedure's id, {@code vendor-application}
 * @param name       its Japanese name
 * @param version    of the procedure's model, from 1
 * @param definition the engine's id of that version, for {@link Walks#bpmnXml}
 * @param endedAt    null while it runs
 * @param cancelled  whether it ended before its way was over, such as by a withdrawal
 * @param steps      in the order in which they began
 * @param flows      ids of the arrows that were taken
 * @param waiting    ids of the elements at which the run stands now
 * @param incidents  ids of the elements whose automatic work has failed and waits for an administrator
 */
public record Walk(String instance, String parent, String caller, String procedure, String name, int version,
                   String definition, Instant startedAt, Instant endedAt, boolean cancelled, List<Step> steps,
                   Set<String> flows, Set<String> waiting, Set<String> incidents) {

    public Walk {
        steps = List.copyOf(steps);
        flows = Set.copyOf(flows);
        waiting = Set.copyOf(waiting);
        incidents = Set.copyOf(incidents);
    }

    public boolean isRunning() {
        return endedAt == null;
    }

    /**
     * One stay at an element of the diagram. A loop gives one for each time round.
     *
     * @param activity  the element's id in the model
     * @param name      its Japanese name, or null where the model gives none
     * @param type      the engine's word: {@code userTask}, {@code exclusiveGateway}, {@code boundaryTimer}
     * @param endedAt   null while the run stands there
     * @param cancelled left without being finished, such as a task whose deadline passed
     * @param called    the run it called, or null
     */
    public record Step(String activity, String name, String type, Instant startedAt, Instant endedAt, boolean cancelled,
                       String called) {}
}
