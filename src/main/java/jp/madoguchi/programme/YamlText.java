package jp.madoguchi.programme;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * From bytes to YAML nodes that know their lines, and from nodes to plain values.
 *
 * <p>Only the safe core of YAML: no tags, no anchors, and YAML 1.2's idea of a scalar, because 1.1 reads {@code 17:00}
 * as the number 1020, {@code 010} as 8 and {@code no} as false, which no clerk means.
 */
final class YamlText {

    static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    static final Pattern MOMENT = Pattern.compile(DATE + "T\\d{2}:\\d{2}(:\\d{2})?");
    private static final Pattern WHOLE = Pattern.compile("[-+]?(0|[1-9]\\d{0,17})");
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(0|[1-9]\\d*)\\.\\d+");

    private YamlText() {}

    /** The file's top mapping, or null when there is none; the reason is then among the findings. */
    static MappingNode read(byte[] bytes, Findings findings) {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            findings.error(1, "文字コードが UTF-8 ではありません。UTF-8 で保存し直してください。", "The file is not UTF-8.");
            return null;
        }
        if (text.startsWith("\uFEFF")) {
            text = text.substring(1);
        }
        Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
        try {
            if (!isPlain(yaml.parse(new StringReader(text)), findings)) {
                return null;
            }
            if (yaml.compose(new StringReader(text)) instanceof MappingNode map) {
                return map;
            }
            findings.error(1, "「code: …」のような「項目名: 値」の並びではありません。", "The file is not a mapping.");
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
            findings.error(mark == null ? 1 : mark.getLine() + 1, "YAML として読めません。字下げの空白の数、コロンの後の空白、"
                    + "引用符や括弧の閉じ忘れを確かめてください。タブ文字は使えません。", "Not YAML: " + e.getProblem() + ".");
        } catch (YAMLException e) {
            findings.error(1, "YAML として読めません。使えない文字が含まれているか、ファイルが大きすぎます。", "Not YAML: " + e.getMessage());
        }
        return null;
    }

    private static boolean isPlain(Iterable<Event> events, Findings findings) {
        boolean plain = true;
        for (Event event : events) {
            if (event instanceof AliasEvent || event instanceof NodeEvent node && node.getAnchor() != null) {
                findings.error(event.getStartMark().getLine() + 1, "アンカー（&）と別名（*）は使えません。値をそのまま書いてください。"
                        + "「*」や「&」で始まる文は引用符で囲んでください。", "Anchors and aliases are not allowed.");
                plain = false;
            } else if (tag(event) != null) {
                findings.error(event.getStartMark().getLine() + 1, "型の指定（!）は使えません。「!」で始まる文は引用符で囲んでください。",
                        "Tags are not allowed.");
                plain = false;
            }
        }
        return plain;
    }

    private static String tag(Event event) {
        if (event instanceof ScalarEvent scalar) {
            return scalar.getTag();
        }
        if (event instanceof MappingStartEvent map) {
            return map.getTag();
        }
        return event instanceof SequenceStartEvent sequence ? sequence.getTag() : null;
    }

    /** Maps, lists, text, numbers, flags, dates and null. A date in quotes is text. */
    static Object value(Node node, Findings findings) {
        if (node instanceof MappingNode map) {
            Map<String, Object> values = new LinkedHashMap<>();
            for (NodeTuple entry : map.getValue()) {
                String key = key(entry);
                if (values.containsKey(key)) {
                    findings.error(entry.getKeyNode(), "項目「" + key + "」が二度書かれています。", "Duplicate key '" + key + "'.");
                }
                values.put(key, value(entry.getValueNode(), findings));
            }
            return Collections.unmodifiableMap(values);
        }
        if (node instanceof SequenceNode sequence) {
            List<Object> values = new ArrayList<>();
            sequence.getValue().forEach(item -> values.add(value(item, findings)));
            return Collections.unmodifiableList(values);
        }
        return scalar((ScalarNode) node, findings);
    }

    static String key(NodeTuple entry) {
        return entry.getKeyNode() instanceof ScalarNode key ? key.getValue() : entry.getKeyNode().toString();
    }

    static boolean isEmpty(Node node) {
        return node instanceof ScalarNode scalar && scalar.isPlain()
                && (scalar.getValue().isEmpty() || scalar.getValue().equals("~") || scalar.getValue().equals("null"));
    }

    private static Object scalar(ScalarNode node, Findings findings) {
        String text = node.getValue();
        if (!node.isPlain()) {
            return text;
        }
        if (isEmpty(node)) {
            return null;
        }
        if (text.equals("true") || text.equals("false")) {
            return Boolean.valueOf(text);
        }
        if (WHOLE.matcher(text).matches()) {
            long number = Long.parseLong(text);
            return number == (int) number ? (Object) (int) number : (Object) number;
        }
        if (DECIMAL.matcher(text).matches()) {
            return Double.valueOf(text);
        }
        if (DATE.matcher(text).matches()) {
            return date(node, findings);
        }
        return MOMENT.matcher(text).matches() ? moment(node, findings) : text;
    }

    static LocalDate date(ScalarNode node, Findings findings) {
        if (!DATE.matcher(node.getValue()).matches()) {
            findings.error(node, "日付「" + node.getValue() + "」は 2024-12-01 のように書いてください。",
                    "Not a date like 2024-12-01.");
            return null;
        }
        try {
            return LocalDate.parse(node.getValue());
        } catch (DateTimeException e) {
            noSuchDay(node, findings);
            return null;
        }
    }

    static LocalDateTime moment(ScalarNode node, Findings findings) {
        if (!MOMENT.matcher(node.getValue()).matches()) {
            findings.error(node, "日時「" + node.getValue() + "」は 2024-12-01T17:00 のように書いてください。",
                    "Not a moment like 2024-12-01T17:00.");
            return null;
        }
        try {
            return LocalDateTime.parse(node.getValue());
        } catch (DateTimeException e) {
            noSuchDay(node, findings);
            return null;
        }
    }

    private static void noSuchDay(ScalarNode node, Findings findings) {
        findings.error(node, "「" + node.getValue() + "」という日時は暦にありません。", "No such day or time.");
    }
}
