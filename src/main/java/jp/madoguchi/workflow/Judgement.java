package jp.madoguchi.workflow;

import java.time.Instant;
import java.util.List;

/**
 * One evaluation of a DMN table in a procedure, in the table's own words.
 *
 * @param instance the run of the procedure that asked
 * @param activity the element that asked
 * @param decision the table's id, {@code vendor-eligibility}
 * @param name     its Japanese name
 * @param version  of the table, from 1
 * @param rules    the rows that matched, in the table's order; empty when none did
 * @param result   what came out where the table counts or sums up its rows, else null
 */
public record Judgement(String instance, String activity, String decision, String name, int version, Instant at,
                        List<Value> inputs, List<MatchedRule> rules, String result) {

    /** A column and what stood in it. @param value plain text, or null when there was none */
    public record Value(String label, String value) {}

    /**
     * A row that matched.
     *
     * @param number      its place in the table, from 1
     * @param description its remark, or null
     */
    public record MatchedRule(int number, String description, List<Value> outputs) {}
}
