package jp.madoguchi.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** JSON in exactly one form (RFC 8785): keys sorted by UTF-16 code units, no white space, the fewest escapes. */
final class CanonicalJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private CanonicalJson() {}

    /**
     * Writes maps, lists and texts; absent values are left out by the caller.
     *
     * @throws IllegalArgumentException for anything else, because a number would need RFC 8785 §3.2.2.3
     */
    static String write(Object value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    /** @throws IllegalArgumentException when the text is no JSON object */
    static Map<String, Object> readObject(String json) {
        try {
            return JSON.readValue(json, new TypeReference<Map<String, Object>>() {});
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException("Not a JSON object", malformed);
        }
    }

    /** The canonical form of any JSON that holds only objects, lists and texts; other JSON is returned as it is. */
    static String normalised(String json) {
        try {
            return write(JSON.readValue(json, Object.class));
        } catch (JsonProcessingException | IllegalArgumentException foreign) {
            return json;
        }
    }

    private static void write(Object value, StringBuilder out) {
        if (value instanceof Map<?, ?> map) {
            TreeMap<String, Object> sorted = new TreeMap<>();
            map.forEach((key, member) -> sorted.put((String) key, member));
            char separator = '{';
            for (Map.Entry<String, Object> member : sorted.entrySet()) {
                out.append(separator);
                separator = ',';
                write(member.getKey(), out);
                out.append(':');
                write(member.getValue(), out);
            }
            out.append(separator == '{' ? "{}" : "}");
        } else if (value instanceof List<?> list) {
            char separator = '[';
            for (Object element : list) {
                out.append(separator);
                separator = ',';
                write(element, out);
            }
            out.append(separator == '[' ? "[]" : "]");
        } else if (value instanceof String text) {
            write(text, out);
        } else {
            throw new IllegalArgumentException("Only objects, lists and texts: " + value);
        }
    }

    private static void write(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> {
                    if (c < ' ') {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
