package jp.madoguchi.forms;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What somebody answered to a form. Immutable.
 *
 * <p>A path is {@code key}, or {@code rows[0].key} inside repeating rows. A value is a {@code String}, a
 * {@code BigDecimal}, a {@code Boolean}, a {@code List<String>} (checklists, upload ids) or a
 * {@code List<Map<String, Object>>} (repeating rows). Dates are ISO text, partly typed dates the three parts with
 * slashes between ({@code 2024/13/}). Nothing is ever stored as {@code null}, empty text or an empty list: such an
 * answer is absent.
 *
 * <p>Texts are kept as typed, never NFC or NFKC (requirements §2.6); only control characters and lone surrogates,
 * which neither XML nor PostgreSQL can hold, are dropped, and line ends become {@code \n}.
 */
public final class Answers {

    /** Nothing answered yet. */
    public static final Answers NONE = new Answers(new TreeMap<>());

    /** Rows beyond this are refused everywhere, whatever a form says. */
    static final int MOST_ROWS = 500;

    private static final Pattern IN_ROW = Pattern.compile("([A-Za-z_]\\w*)\\[(\\d{1,4})](?:\\.([A-Za-z_]\\w*))?");
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private final TreeMap<String, Object> values;

    private Answers(TreeMap<String, Object> values) {
        this.values = values;
    }

    /**
     * Takes over plain values: texts, numbers, booleans, dates, lists of texts, lists of maps.
     *
     * @throws IllegalArgumentException for any other shape, such as a map outside a list
     */
    public static Answers of(Map<String, ?> values) {
        return new Answers(copy(values, true));
    }

    /** @throws IllegalArgumentException when the text is not a JSON object of the shapes above */
    public static Answers fromJson(String json) {
        try {
            Map<String, Object> values = JSON.readValue(json, new TypeReference<>() {});
            return values == null ? NONE : of(values);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not a JSON object of answers: " + e.getOriginalMessage(), e);
        }
    }

    /** Canonical: keys sorted, no white space, plain numbers; equal answers give equal text. */
    public String toJson() {
        try {
            return JSON.writeValueAsString(values);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The answers as plain values, sorted and unmodifiable. */
    public Map<String, Object> asMap() {
        return Collections.unmodifiableMap(values);
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** The value, or {@code null} when there is none. */
    public Object get(String path) {
        Matcher inRow = IN_ROW.matcher(path);
        if (!inRow.matches()) {
            return values.get(path);
        }
        List<Map<String, Object>> rows = rows(inRow.group(1));
        int index = Integer.parseInt(inRow.group(2));
        if (index >= rows.size()) {
            return null;
        }
        return inRow.group(3) == null ? rows.get(index) : rows.get(index).get(inRow.group(3));
    }

    /**
     * The same answers with one changed; {@code null}, empty text and an empty list take the answer away. Rows up to
     * the index of the path are made when missing.
     *
     * @throws IllegalArgumentException for a value of another shape or a row beyond 500
     */
    public Answers with(String path, Object value) {
        TreeMap<String, Object> changed = new TreeMap<>(values);
        Matcher inRow = IN_ROW.matcher(path);
        if (inRow.matches() && inRow.group(3) != null) {
            int index = Integer.parseInt(inRow.group(2));
            if (index >= MOST_ROWS) {
                throw new IllegalArgumentException("Too many rows: " + path);
            }
            List<Map<String, Object>> rows = new ArrayList<>(rows(inRow.group(1)));
            while (rows.size() <= index) {
                rows.add(Map.of());
            }
            TreeMap<String, Object> row = new TreeMap<>(rows.get(index));
            put(row, inRow.group(3), value, false);
            rows.set(index, Collections.unmodifiableMap(row));
            changed.put(inRow.group(1), List.copyOf(rows));
        } else {
            put(changed, path, value, true);
        }
        return new Answers(changed);
    }

    /** The text at a path, {@code ""} when there is none or it is not a text. Numbers are given in plain digits. */
    public String text(String path) {
        Object value = get(path);
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        return value instanceof String text ? text : "";
    }

    /** The number at a path; empty when there is none or what was typed is not a number. */
    public Optional<BigDecimal> number(String path) {
        return get(path) instanceof BigDecimal number ? Optional.of(number) : Optional.empty();
    }

    /** The date at a path; empty when there is none or it is only partly typed. */
    public Optional<LocalDate> date(String path) {
        try {
            return get(path) instanceof String text ? Optional.of(LocalDate.parse(text)) : Optional.empty();
        } catch (DateTimeParseException partly) {
            return Optional.empty();
        }
    }

    /** Whether a checkbox is ticked; {@code false} when it was never shown. */
    public boolean bool(String path) {
        return Boolean.TRUE.equals(get(path));
    }

    /** The texts of a checklist or the ids of uploads; never {@code null}. A single text counts as a list of one. */
    @SuppressWarnings("unchecked")
    public List<String> texts(String path) {
        Object value = get(path);
        if (value instanceof String text) {
            return List.of(text);
        }
        return value instanceof List<?> list && list.get(0) instanceof String ? (List<String>) list : List.of();
    }

    /** The repeating rows under a key; never {@code null}. */
    @SuppressWarnings("unchecked")
    public List<Map<String, Object>> rows(String key) {
        Object value = values.get(key);
        return value instanceof List<?> list && list.get(0) instanceof Map ? (List<Map<String, Object>>) list : List.of();
    }

    /**
     * Paths whose answers differ from earlier ones: single fields by path, rows field by field, a row that only one
     * side has by the paths of its fields.
     */
    public Set<String> differences(Answers before) {
        Map<String, Object> mine = leaves();
        Map<String, Object> theirs = before.leaves();
        Set<String> paths = new TreeSet<>(mine.keySet());
        paths.addAll(theirs.keySet());
        paths.removeIf(path -> Objects.equals(mine.get(path), theirs.get(path)));
        return paths;
    }

    private Map<String, Object> leaves() {
        Map<String, Object> leaves = new TreeMap<>();
        values.forEach((key, value) -> {
            List<Map<String, Object>> rows = rows(key);
            if (rows.isEmpty()) {
                leaves.put(key, value);
            }
            for (int i = 0; i < rows.size(); i++) {
                String row = key + "[" + i + "].";
                rows.get(i).forEach((field, cell) -> leaves.put(row + field, cell));
            }
        });
        return leaves;
    }

    private static TreeMap<String, Object> copy(Map<String, ?> values, boolean rowsAllowed) {
        TreeMap<String, Object> copy = new TreeMap<>();
        values.forEach((key, value) -> put(copy, key, value, rowsAllowed));
        return copy;
    }

    private static void put(TreeMap<String, Object> target, String key, Object value, boolean rowsAllowed) {
        Object plain = plain(key, value, rowsAllowed);
        if (plain == null) {
            target.remove(key);
        } else {
            target.put(key, plain);
        }
    }

    private static Object plain(String key, Object value, boolean rowsAllowed) {
        if (value == null || value instanceof Boolean) {
            return value;
        }
        if (value instanceof String text) {
            String clean = clean(text);
            return clean.isEmpty() ? null : clean;
        }
        if (value instanceof LocalDate date) {
            return date.toString();
        }
        if (value instanceof Number number) {
            return number(number);
        }
        if (value instanceof Collection<?> list) {
            return list(key, list, rowsAllowed);
        }
        throw new IllegalArgumentException("An answer cannot be a " + value.getClass().getSimpleName() + ": " + key);
    }

    private static Object list(String key, Collection<?> list, boolean rowsAllowed) {
        if (list.isEmpty()) {
            return null;
        }
        if (list.size() > MOST_ROWS) {
            throw new IllegalArgumentException("Too many entries: " + key);
        }
        if (list.stream().allMatch(Map.class::isInstance) && rowsAllowed) {
            return list.stream().map(row -> row(key, (Map<?, ?>) row)).toList();
        }
        if (list.stream().allMatch(entry -> entry instanceof String || entry instanceof Number)) {
            List<String> texts = list.stream().map(entry -> clean(entry.toString())).filter(t -> !t.isEmpty()).toList();
            return texts.isEmpty() ? null : texts;
        }
        throw new IllegalArgumentException("A list holds only texts, or only rows: " + key);
    }

    private static Map<String, Object> row(String key, Map<?, ?> row) {
        TreeMap<String, Object> copy = new TreeMap<>();
        row.forEach((field, value) -> put(copy, String.valueOf(field), value, false));
        return Collections.unmodifiableMap(copy);
    }

    /** A number with a monstrous exponent would fill the memory when written out, so it stays what it is: a text. */
    private static Object number(Number number) {
        BigDecimal exact = number instanceof BigDecimal decimal ? decimal
                : number instanceof BigInteger integer ? new BigDecimal(integer)
                : new BigDecimal(number.toString());
        if (Math.abs((long) exact.scale()) > 40 || exact.precision() > 40) {
            return exact.toString();
        }
        return exact.signum() == 0 ? BigDecimal.ZERO : exact.stripTrailingZeros();
    }

    private static String clean(String text) {
        if (text.chars().noneMatch(c -> c < ' ' || c == 0x7F || Character.isSurrogate((char) c))) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length());
        text.replace("\r\n", "\n").replace('\r', '\n').codePoints()
                .filter(c -> c == '\n' || c == '\t' || c >= ' ' && c != 0x7F)
                .filter(c -> c > 0xFFFF || !Character.isSurrogate((char) c))
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Answers answers && values.equals(answers.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** Only the keys: answers are personal data and do not belong in a log. */
    @Override
    public String toString() {
        return "Answers" + values.keySet();
    }
}
