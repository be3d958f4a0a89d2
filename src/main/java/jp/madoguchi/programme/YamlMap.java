package jp.madoguchi.programme;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A mapping of a programme file, asked for one key after the other. What was never asked for is unknown: {@link #done()}
 * says so. A wrong or missing value is a finding and answers null, so that reading goes on to the next mistake.
 */
final class YamlMap {

    private final MappingNode node;
    private final Findings findings;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Node> keys = new LinkedHashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();
    private final Set<String> missing = new LinkedHashSet<>();

    YamlMap(MappingNode node, Findings findings) {
        this.node = node;
        this.findings = findings;
        for (NodeTuple entry : node.getValue()) {
            String key = YamlText.key(entry);
            if (keys.put(key, entry.getKeyNode()) != null) {
                findings.error(entry.getKeyNode(), "項目「" + key + "」が二度書かれています。", "Duplicate key '" + key + "'.");
            }
            values.put(key, entry.getValueNode());
        }
    }

    MappingNode node() {
        return node;
    }

    boolean has(String key) {
        return !isAbsent(key);
    }

    /** Where a key's value stands; the mapping itself where there is none. */
    Node at(String key) {
        return values.getOrDefault(key, node);
    }

    /** Marks a key as one that must be there. */
    YamlMap require(String... required) {
        for (String key : required) {
            if (isAbsent(key)) {
                missing.add(key);
            }
            asked.add(key);
        }
        return this;
    }

    String text(String key) {
        return scalar(key).map(ScalarNode::getValue).map(String::strip).orElse(null);
    }

    LocalDate date(String key) {
        return scalar(key).map(value -> YamlText.date(value, findings)).orElse(null);
    }

    LocalDateTime moment(String key) {
        return scalar(key).map(value -> YamlText.moment(value, findings)).orElse(null);
    }

    /** False where it is absent. */
    boolean flag(String key) {
        String text = choice(key, "true", "false");
        return "true".equals(text);
    }

    /** One of the words; null where it is absent or another. */
    String choice(String key, String... words) {
        String text = text(key);
        if (text == null || List.of(words).contains(text)) {
            return text;
        }
        findings.error(at(key), "「" + key + "」には " + String.join("、", words) + " のどれかを書いてください（今は「" + text + "」）。",
                "'" + key + "' must be one of " + String.join(", ", words) + ".");
        return null;
    }

    Double number(String key) {
        ScalarNode value = scalar(key).orElse(null);
        if (value == null) {
            return null;
        }
        if (value.isPlain() && YamlText.value(value, findings) instanceof Number number) {
            return number.doubleValue();
        }
        findings.error(value, "「" + key + "」には数字を書いてください（今は「" + value.getValue() + "」）。桁区切りのコンマと単位は書きません。",
                "'" + key + "' must be a number.");
        return null;
    }

    /** A positive whole number; 0 where it is absent or wrong. */
    int positive(String key) {
        Double number = number(key);
        if (number != null && (number < 1 || number != Math.rint(number))) {
            findings.error(at(key), "「" + key + "」には 1 以上の整数を書いてください。", "'" + key + "' must be a whole number from 1.");
            return 0;
        }
        return number == null ? 0 : number.intValue();
    }

    Optional<YamlMap> map(String key) {
        asked.add(key);
        if (isAbsent(key)) {
            return Optional.empty();
        }
        return asMap(values.get(key), key);
    }

    /** The mappings of a list; what is no mapping is left out and told. */
    List<YamlMap> maps(String key) {
        return items(key).stream().flatMap(item -> asMap(item, key).stream()).toList();
    }

    /** A list of texts; a single text stands for a list of one. */
    List<String> texts(String key) {
        if (values.get(key) instanceof ScalarNode && !isAbsent(key)) {
            return List.of(text(key));
        }
        List<String> texts = new ArrayList<>();
        for (Node item : items(key)) {
            if (item instanceof ScalarNode scalar && !YamlText.isEmpty(item)) {
                texts.add(scalar.getValue().strip());
            } else {
                findings.error(item, "「" + key + "」の一つひとつは文字で書いてください。コロンを含む文は引用符で囲んでください。",
                        "The items of '" + key + "' must be text.");
            }
        }
        return List.copyOf(texts);
    }

    /** A mapping of anything: nested maps, lists and plain values. */
    Map<String, Object> free(String key) {
        asked.add(key);
        if (isAbsent(key)) {
            return Map.of();
        }
        if (!(values.get(key) instanceof MappingNode)) {
            notAMap(values.get(key), key);
            return Map.of();
        }
        @SuppressWarnings("unchecked")
        Map<String, Object> value = (Map<String, Object>) YamlText.value(values.get(key), findings);
        return value;
    }

    /** Tells what is missing and what nobody knows. A key that looks like a missing one is taken for a slip of the pen. */
    void done() {
        for (String key : values.keySet()) {
            if (asked.contains(key)) {
                continue;
            }
            Optional<String> meant = asked.stream().filter(known -> !values.containsKey(known))
                    .filter(known -> distance(tidy(key), known) <= Math.max(1, known.length() / 3))
                    .min(Comparator.comparingInt(known -> distance(tidy(key), known)));
            meant.ifPresent(missing::remove);
            findings.error(keys.get(key),
                    "項目「" + key + "」は使えません。" + meant.map(known -> "「" + known + "」のことですか。").orElse(""),
                    "Unknown key '" + key + "'." + meant.map(known -> " Did you mean '" + known + "'?").orElse(""));
        }
        for (String key : missing) {
            Node place = values.containsKey(key) ? values.get(key) : node;
            findings.error(place, "項目「" + key + "」がありません。必ず書いてください。", "'" + key + "' is missing.");
        }
    }

    private boolean isAbsent(String key) {
        return !values.containsKey(key) || YamlText.isEmpty(values.get(key));
    }

    private Optional<ScalarNode> scalar(String key) {
        asked.add(key);
        if (isAbsent(key)) {
            return Optional.empty();
        }
        if (values.get(key) instanceof ScalarNode value) {
            return Optional.of(value);
        }
        findings.error(values.get(key), "「" + key + "」には値を一つだけ書いてください。", "'" + key + "' must be a single value.");
        return Optional.empty();
    }

    private List<Node> items(String key) {
        asked.add(key);
        if (isAbsent(key)) {
            return List.of();
        }
        if (values.get(key) instanceof SequenceNode list) {
            return list.getValue();
        }
        findings.error(values.get(key), "「" + key + "」は「- 」で始まる行を並べて書いてください。", "'" + key + "' must be a list.");
        return List.of();
    }

    private Optional<YamlMap> asMap(Node value, String key) {
        if (value instanceof MappingNode map) {
            return Optional.of(new YamlMap(map, findings));
        }
        notAMap(value, key);
        return Optional.empty();
    }

    private void notAMap(Node value, String key) {
        findings.error(value, "「" + key + "」の中は「項目名: 値」の形で書いてください。", "'" + key + "' must hold keys and values.");
    }

    private static String tidy(String key) {
        return key.strip().replaceAll("(?<=[a-z])(?=[A-Z])|_", "-").toLowerCase(Locale.ROOT);
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] row = IntStream.rangeClosed(0, b.length()).toArray();
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
