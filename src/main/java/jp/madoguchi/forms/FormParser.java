package jp.madoguchi.forms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import jp.madoguchi.forms.FormComponent.Choice;
import jp.madoguchi.forms.FormComponent.Rules;
import jp.madoguchi.forms.FormComponent.Type;
import jp.madoguchi.kernel.Sha256;

/** Reads one .form file and checks it whole, so that a mistake stops the start instead of meeting an applicant. */
final class FormParser {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final Pattern ID = Pattern.compile("[a-z0-9]+(?:[-/][a-z0-9]+)*");
    private static final Pattern KEY = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");
    private static final String CHOICE_EN = "label-en.";
    private static final int ROWS_UNLESS_SAID = 50;
    private static final int FILES_UNLESS_SAID = 10;

    /** Custom properties and the component types that understand them; the Javadoc of FormDefinition explains them. */
    private static final Map<String, Set<Type>> PROPERTIES = new TreeMap<>();

    static {
        Set<Type> fields = Arrays.stream(Type.values()).filter(Type::answered).collect(Collectors.toSet());
        Set<Type> labelled = new HashSet<>(fields);
        labelled.add(Type.GROUP);
        List.of("label-en", "help", "help-en").forEach(name -> PROPERTIES.put(name, labelled));
        List.of("soft-required", "column", "fixed").forEach(name -> PROPERTIES.put(name, fields));
        PROPERTIES.put("kind", Set.of(Type.TEXTFIELD));
        List.of("unit", "unit-en").forEach(name -> PROPERTIES.put(name, Set.of(Type.TEXTFIELD, Type.NUMBER)));
        PROPERTIES.put("autocomplete", Set.of(Type.TEXTFIELD, Type.TEXTAREA, Type.NUMBER));
        PROPERTIES.put("rows", Set.of(Type.TEXTAREA));
        List.of("pattern-message", "pattern-message-en")
                .forEach(name -> PROPERTIES.put(name, Set.of(Type.TEXTFIELD, Type.TEXTAREA)));
        List.of("min-date", "max-date").forEach(name -> PROPERTIES.put(name, Set.of(Type.DATETIME)));
        PROPERTIES.put("max-files", Set.of(Type.FILEPICKER));
        List.of("min-rows", "max-rows", "row-label", "row-label-en")
                .forEach(name -> PROPERTIES.put(name, Set.of(Type.DYNAMICLIST)));
        PROPERTIES.put("text-en", Set.of(Type.TEXT));
    }

    /** What form-js offers and this product does not: ignoring it would show something else than the author drew. */
    private static final Map<String, String> REFUSED = Map.of(
            "valuesKey", "write the choices under \"values\"",
            "valuesExpression", "write the choices under \"values\"",
            "readonly", "lock fields through the procedure",
            "disabled", "lock fields through the procedure",
            "expression", "computed answers are not known");
    private static final Set<String> VALIDATIONS =
            Set.of("required", "min", "max", "minLength", "maxLength", "pattern", "validationType");

    private final String file;
    private final String content;
    private final List<String> faults = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();

    FormParser(String file, String content) {
        this.file = file;
        this.content = content;
    }

    FormDefinition parse() {
        JsonNode root = root();
        String id = root.path("id").asText();
        if (!ID.matcher(id).matches()) {
            faults.add("\"id\" is \"%s\" but must be its path in small letters, such as vendor/application".formatted(id));
        }
        List<FormComponent> components = components(root.path("components"), new HashSet<>(), false);
        if (components.isEmpty()) {
            faults.add("there are no \"components\"");
        }
        stopIfFaulty();
        FormDefinition form = new FormDefinition(
                id, Sha256.hexOf(content), title(root, components, id), root.path("title-en").asText(""), content, components);
        checkConditions(form);
        stopIfFaulty();
        return form;
    }

    private JsonNode root() {
        try {
            JsonNode root = JSON.readTree(content);
            if (root.isObject()) {
                return root;
            }
            faults.add("it is not a JSON object");
        } catch (JsonProcessingException e) {
            faults.add("it is not JSON: " + e.getOriginalMessage());
        }
        throw new InvalidFormException(file, faults);
    }

    private void stopIfFaulty() {
        if (!faults.isEmpty()) {
            throw new InvalidFormException(file, faults);
        }
    }

    private static String title(JsonNode root, List<FormComponent> components, String id) {
        return Optional.of(root.path("title").asText("")).filter(title -> !title.isEmpty())
                .or(() -> components.stream().filter(c -> c.is(Type.GROUP)).map(FormComponent::label).findFirst())
                .orElse(id);
    }

    private List<FormComponent> components(JsonNode list, Set<String> keys, boolean inRow) {
        List<FormComponent> components = new ArrayList<>();
        for (JsonNode node : list) {
            component(node, keys, inRow).ifPresent(components::add);
        }
        return List.copyOf(components);
    }

    private Optional<FormComponent> component(JsonNode node, Set<String> keys, boolean inRow) {
        String id = node.path("id").asText();
        Optional<Type> known =
                Arrays.stream(Type.values()).filter(t -> t.word().equals(node.path("type").asText())).findFirst();
        if (known.isEmpty()) {
            fault(id, "type \"%s\" is not known; known are %s"
                    .formatted(node.path("type").asText(), words(Type.values(), Type::word)));
            return Optional.empty();
        }
        Type type = known.get();
        if (id.isEmpty() || !ids.add(id)) {
            fault(id, "every component needs an \"id\" of its own");
        }
        REFUSED.forEach((name, advice) -> {
            if (node.has(name) && !node.path(name).asText().equals("false")) {
                fault(id, "\"%s\" is not supported; %s".formatted(name, advice));
            }
        });
        if (inRow && type == Type.DYNAMICLIST) {
            fault(id, "a dynamic list inside a dynamic list is not supported");
        }
        if (type == Type.GROUP && !node.path("path").asText("").isEmpty()) {
            fault(id, "a group has no \"path\": keys are unique in the whole form");
        }
        String key = key(node, type, id, keys);
        List<Choice> choices = choices(node, type, id);
        Map<String, String> properties = properties(node, type, id, choices);
        return Optional.of(new FormComponent(
                id, type, key, plain(node, "label", type == Type.DATETIME ? "dateLabel" : "label", id),
                plain(node, "text", "text", id), kind(node, properties, id), rules(node, type, properties, id),
                choices,
                components(node.path("components"), type == Type.DYNAMICLIST ? new HashSet<>() : keys,
                        inRow || type == Type.DYNAMICLIST),
                hide(node, id), properties, initial(node, type, id)));
    }

    private String key(JsonNode node, Type type, String id, Set<String> keys) {
        if (!type.answered()) {
            return null;
        }
        String name = type == Type.DYNAMICLIST ? "path" : "key";
        String key = node.path(name).asText("");
        if (!KEY.matcher(key).matches()) {
            fault(id, "\"%s\" is \"%s\" but must be a letter followed by letters, digits and _".formatted(name, key));
        } else if (!keys.add(key)) {
            fault(id, "%s \"%s\" is taken by another component".formatted(name, key));
        }
        return key;
    }

    /** form-js would evaluate these texts; here they are only ever shown. */
    private String plain(JsonNode node, String name, String otherName, String id) {
        String text = node.path(name).asText(node.path(otherName).asText(""));
        if (text.startsWith("=") || text.contains("{{")) {
            fault(id, "\"%s\" is computed, which is not supported; write the words".formatted(name));
        }
        return text;
    }

    private List<Choice> choices(JsonNode node, Type type, String id) {
        if (type != Type.SELECT && type != Type.RADIO && type != Type.CHECKLIST) {
            return List.of();
        }
        Map<String, Choice> choices = new LinkedHashMap<>();
        for (JsonNode value : node.path("values")) {
            String word = value.path("value").asText("");
            String english = node.path("properties").path(CHOICE_EN + word).asText("");
            if (word.isBlank() || choices.put(word, new Choice(word, value.path("label").asText(), english)) != null) {
                fault(id, "every choice needs a \"value\" of its own, not \"%s\"".formatted(word));
            }
        }
        if (choices.isEmpty()) {
            fault(id, "there is nothing to choose under \"values\"");
        }
        return List.copyOf(choices.values());
    }

    private Map<String, String> properties(JsonNode node, Type type, String id, List<Choice> choices) {
        Map<String, String> properties = new HashMap<>();
        node.path("properties").fields().forEachRemaining(property -> {
            String name = property.getKey();
            properties.put(name, property.getValue().asText());
            boolean known = PROPERTIES.getOrDefault(name, Set.of()).contains(type)
                    || choices.stream().anyMatch(choice -> name.equals(CHOICE_EN + choice.value()));
            if (!known) {
                fault(id, "property \"%s\" is not known for a %s; known are %s"
                        .formatted(name, type.word(), knownProperties(type)));
            }
        });
        for (String flag : List.of("soft-required", "fixed")) {
            if (!Set.of("true", "false").contains(properties.getOrDefault(flag, "true"))) {
                fault(id, "property \"%s\" is true or false".formatted(flag));
            }
        }
        for (String bound : List.of("min-date", "max-date")) {
            if (properties.containsKey(bound) && !isDateBound(properties.get(bound))) {
                fault(id, "property \"%s\" is today or a date such as 2024-04-01".formatted(bound));
            }
        }
        return Map.copyOf(properties);
    }

    private static String knownProperties(Type type) {
        Set<String> known = new TreeSet<>();
        PROPERTIES.forEach((name, types) -> {
            if (types.contains(type)) {
                known.add(name);
            }
        });
        if (type == Type.SELECT || type == Type.RADIO || type == Type.CHECKLIST) {
            known.add(CHOICE_EN + "<value>");
        }
        return String.join(", ", known);
    }

    private static boolean isDateBound(String text) {
        try {
            return text.equals("today") || LocalDate.parse(text) != null;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private Kind kind(JsonNode node, Map<String, String> properties, String id) {
        String word = properties.getOrDefault("kind", switch (node.path("validate").path("validationType").asText()) {
            case "email" -> "email";
            case "phone" -> "phone";
            default -> "text";
        });
        Optional<Kind> kind = Kind.of(word);
        if (kind.isEmpty()) {
            fault(id, "kind \"%s\" is not known; known are %s".formatted(word, words(Kind.values(), Kind::word)));
        }
        return kind.orElse(Kind.TEXT);
    }

    private Rules rules(JsonNode node, Type type, Map<String, String> properties, String id) {
        JsonNode validate = node.path("validate");
        validate.fieldNames().forEachRemaining(name -> {
            if (!VALIDATIONS.contains(name)) {
                fault(id, "validation \"%s\" is not known; known are %s".formatted(name, new TreeSet<>(VALIDATIONS)));
            }
        });
        if (type == Type.DATETIME && !node.path("subtype").asText("date").equals("date")) {
            fault(id, "subtype \"%s\" is not supported; only date".formatted(node.path("subtype").asText()));
        }
        boolean rowsVary = node.path("allowAddRemove").asBoolean(true);
        int initialRows = type == Type.DYNAMICLIST ? node.path("defaultRepetitions").asInt(1) : 0;
        int fewestRows = count(properties, "min-rows", rowsVary ? 0 : initialRows, id);
        int mostRows = count(properties, "max-rows", rowsVary ? ROWS_UNLESS_SAID : initialRows, id);
        if (mostRows < Math.max(fewestRows, initialRows) || mostRows > Answers.MOST_ROWS) {
            fault(id, "\"max-rows\" must be at least the rows shown and required, and at most " + Answers.MOST_ROWS);
        }
        return new Rules(
                validate.path("required").asBoolean(false),
                number(validate, "min", id),
                number(validate, "max", id),
                length(validate, "minLength", id),
                length(validate, "maxLength", id),
                pattern(validate, id),
                length(node, "decimalDigits", id),
                accept(node),
                count(properties, "max-files", node.path("multiple").asBoolean(false) ? FILES_UNLESS_SAID : 1, id),
                fewestRows,
                mostRows,
                Math.max(initialRows, fewestRows),
                rowsVary);
    }

    private BigDecimal number(JsonNode node, String name, String id) {
        if (!node.hasNonNull(name) || node.path(name).asText().isEmpty()) {
            return null;
        }
        try {
            return new BigDecimal(node.path(name).asText());
        } catch (NumberFormatException e) {
            fault(id, "\"%s\" must be a number".formatted(name));
            return null;
        }
    }

    private Integer length(JsonNode node, String name, String id) {
        BigDecimal number = number(node, name, id);
        if (number != null && (number.signum() < 0 || number.stripTrailingZeros().scale() > 0)) {
            fault(id, "\"%s\" must be a whole number, 0 or more".formatted(name));
            return null;
        }
        return number == null ? null : number.intValue();
    }

    private int count(Map<String, String> properties, String name, int unlessSaid, String id) {
        String text = properties.get(name);
        if (text == null) {
            return unlessSaid;
        }
        if (!text.matches("[0-9]{1,3}")) {
            fault(id, "property \"%s\" must be a number".formatted(name));
            return unlessSaid;
        }
        return Integer.parseInt(text);
    }

    private Pattern pattern(JsonNode validate, String id) {
        String text = validate.path("pattern").asText("");
        try {
            return text.isEmpty() ? null : Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            fault(id, "pattern \"%s\" is not valid: %s".formatted(text, e.getDescription()));
            return null;
        }
    }

    private static List<String> accept(JsonNode node) {
        return Arrays.stream(node.path("accept").asText("").split(","))
                .map(ending -> ending.strip().toLowerCase(Locale.ROOT))
                .filter(ending -> !ending.isEmpty())
                .toList();
    }

    private FeelConditions.Condition hide(JsonNode node, String id) {
        String feel = node.path("conditional").path("hide").asText("");
        try {
            return feel.isEmpty() ? null : FeelConditions.parse(feel);
        } catch (IllegalArgumentException e) {
            fault(id, "condition \"%s\" is not FEEL: %s".formatted(feel, e.getMessage()));
            return null;
        }
    }

    private Object initial(JsonNode node, Type type, String id) {
        JsonNode value = node.path("defaultValue");
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        return switch (type) {
            case NUMBER -> number(node, "defaultValue", id);
            case CHECKBOX -> value.asBoolean();
            case CHECKLIST -> {
                List<String> texts = new ArrayList<>();
                value.forEach(text -> texts.add(text.asText()));
                yield texts;
            }
            case TEXTFIELD, TEXTAREA, SELECT, RADIO -> value.asText();
            default -> {
                fault(id, "a %s has no \"defaultValue\"".formatted(type.word()));
                yield null;
            }
        };
    }

    /** Conditions may only name fields of the form, and may not go round in a circle. */
    private void checkConditions(FormDefinition form) {
        for (FormDefinition.Placed placed : form.placed()) {
            FeelConditions.Condition hide = placed.component().hide();
            if (hide != null) {
                String fault = hide.fault(form.nothingAnswered(placed));
                if (fault != null) {
                    fault(placed.component().id(), "condition \"%s\" cannot be evaluated: %s".formatted(hide, fault));
                }
            }
        }
        stopIfFaulty();
        try {
            new Visibility(form, Answers.NONE).checkEverything();
        } catch (Visibility.CircleException e) {
            fault(e.getMessage(), "its condition depends, through others, on itself");
        }
    }

    private void fault(String id, String words) {
        faults.add("component \"%s\": %s".formatted(id, words));
    }

    private static <T> String words(T[] values, Function<T, String> word) {
        return Arrays.stream(values).map(word).collect(Collectors.joining(", "));
    }
}
