package jp.madoguchi.forms;

import camundajar.impl.scala.collection.immutable.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.camunda.feel.api.EvaluationFailure;
import org.camunda.feel.api.EvaluationFailureType;
import org.camunda.feel.api.EvaluationResult;
import org.camunda.feel.api.FeelEngineApi;
import org.camunda.feel.api.FeelEngineBuilder;
import org.camunda.feel.api.ParseResult;
import org.camunda.feel.syntaxtree.ParsedExpression;

/** Conditions in FEEL, evaluated by the engine that Camunda brings. The only class of this room that knows it. */
final class FeelConditions {

    private static final FeelEngineApi FEEL = FeelEngineBuilder.forJava().build();
    private static final EvaluationFailureType NO_VARIABLE = EvaluationFailureType.NO_VARIABLE_FOUND$.MODULE$;
    private static final EvaluationFailureType NO_FUNCTION = EvaluationFailureType.NO_FUNCTION_FOUND$.MODULE$;
    private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern WORD = Pattern.compile("[A-Za-z_]\\w*");

    private FeelConditions() {}

    /** @throws IllegalArgumentException when it is no FEEL, with the parser's words */
    static Condition parse(String expression) {
        String feel = expression.startsWith("=") ? expression.substring(1) : expression;
        ParseResult parsed = FEEL.parseExpression(feel);
        if (parsed.isFailure()) {
            throw new IllegalArgumentException(parsed.failure().message());
        }
        return new Condition(parsed.parsedExpression(), feel.strip());
    }

    /** A parsed condition over the keys of a form. */
    static final class Condition {

        private final ParsedExpression parsed;
        private final String text;
        private final Set<String> words;

        private Condition(ParsedExpression parsed, String text) {
            this.parsed = parsed;
            this.text = text;
            this.words = WORD.matcher(TEXT.matcher(text).replaceAll("\"\"")).results()
                    .map(match -> match.group())
                    .collect(Collectors.toUnmodifiableSet());
        }

        /** Every name in the condition outside texts: keys of fields, and FEEL's own words. */
        Set<String> words() {
            return words;
        }

        /** Only a plain {@code true} counts: a condition about something not yet answered does not hold. */
        boolean holds(Map<String, Object> values) {
            EvaluationResult outcome = FEEL.evaluate(parsed, values);
            return outcome.isSuccess() && Boolean.TRUE.equals(outcome.result());
        }

        /** What is wrong with the condition over a form with these keys, in FEEL's words; {@code null} when nothing is. */
        String fault(Map<String, Object> values) {
            EvaluationResult outcome = FEEL.evaluate(parsed, values);
            if (outcome.isFailure()) {
                return outcome.failure().message();
            }
            for (List<EvaluationFailure> rest = outcome.suppressedFailures(); rest.nonEmpty(); rest = tail(rest)) {
                EvaluationFailure failure = rest.head();
                if (failure.failureType() == NO_VARIABLE || failure.failureType() == NO_FUNCTION) {
                    return failure.failureMessage();
                }
            }
            return null;
        }

        @SuppressWarnings("unchecked")
        private static List<EvaluationFailure> tail(List<EvaluationFailure> list) {
            return (List<EvaluationFailure>) list.tail();
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
