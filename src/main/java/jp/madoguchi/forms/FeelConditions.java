package jp.madoguchi.forms;

import camundajar.impl.scala.Product;
import camundajar.impl.scala.Tuple2;
import camundajar.impl.scala.collection.Iterator;
import camundajar.impl.scala.collection.immutable.List;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.camunda.feel.api.EvaluationFailure;
import org.camunda.feel.api.EvaluationFailureType;
import org.camunda.feel.api.EvaluationResult;
import org.camunda.feel.api.FeelEngineApi;
import org.camunda.feel.api.FeelEngineBuilder;
import org.camunda.feel.api.ParseResult;
import org.camunda.feel.syntaxtree.ParsedExpression;
import org.camunda.feel.syntaxtree.Ref;

/** Conditions in FEEL, evaluated by the engine that Camunda brings. The only class of this room that knows it. */
final class FeelConditions {

    private static final FeelEngineApi FEEL = FeelEngineBuilder.forJava().build();
    private static final EvaluationFailureType NO_FUNCTION = EvaluationFailureType.NO_FUNCTION_FOUND$.MODULE$;

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
        private final Set<String> names;

        private Condition(ParsedExpression parsed, String text) {
            this.parsed = parsed;
            this.text = text;
            Set<String> named = new TreeSet<>();
            Set<String> own = new HashSet<>();
            collect(parsed.expression(), named, own);
            named.removeAll(own);
            this.names = Set.copyOf(named);
        }

        /** The keys of fields that the condition asks for. */
        Set<String> names() {
            return names;
        }

        /** Only a plain {@code true} counts: a condition about something not yet answered does not hold. */
        boolean holds(Map<String, Object> values) {
            EvaluationResult outcome = FEEL.evaluate(parsed, values);
            return outcome.isSuccess() && Boolean.TRUE.equals(outcome.result());
        }

        /** What is wrong with the condition over a form with these keys; {@code null} when nothing is. */
        String fault(Map<String, Object> values) {
            for (String name : names) {
                if (!values.containsKey(name)) {
                    return "\"" + name + "\" is no key that it can ask for";
                }
            }
            EvaluationResult outcome = FEEL.evaluate(parsed, values);
            if (outcome.isFailure()) {
                return outcome.failure().message();
            }
            for (List<EvaluationFailure> rest = outcome.suppressedFailures(); rest.nonEmpty(); rest = tail(rest)) {
                EvaluationFailure failure = rest.head();
                if (failure.failureType() == NO_FUNCTION) {
                    return failure.failureMessage();
                }
            }
            return null;
        }

        /** Walks the syntax tree. @param own names that {@code for}, {@code some} and {@code every} bind themselves */
        private static void collect(Object node, Set<String> named, Set<String> own) {
            if (node instanceof Ref reference) {
                named.add(reference.names().head());
            } else if (node instanceof Product part) {
                if (node instanceof Tuple2<?, ?> bound && bound._1() instanceof String name) {
                    own.add(name);
                }
                for (Iterator<Object> parts = part.productIterator(); parts.hasNext(); ) {
                    collect(parts.next(), named, own);
                }
            }
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
