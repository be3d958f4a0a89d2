package jp.madoguchi.forms;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A small HTML tokenizer: tags with attributes as a browser would see them, and text. Raw text elements are not ours. */
final class Html {

    record Tag(String name, Map<String, String> attributes) {
        String get(String attribute) {
            return attributes.get(attribute);
        }
    }

    final List<Tag> tags = new ArrayList<>();
    final StringBuilder text = new StringBuilder();
    private final List<String> open = new ArrayList<>();
    private final String html;
    private int at;

    private static final List<String> VOID = List.of("input", "br", "hr", "img", "meta", "link");

    Html(String html) {
        this.html = html;
        while (at < html.length()) {
            if (html.charAt(at) != '<') {
                text.append(html.charAt(at++));
            } else if (html.startsWith("</", at)) {
                String name = html.substring(at + 2, html.indexOf('>', at));
                String expected = open.isEmpty() ? "nothing" : open.remove(open.size() - 1);
                if (!name.equals(expected)) {
                    throw new AssertionError("</" + name + "> closes " + expected + " near …"
                            + html.substring(Math.max(0, at - 200), Math.min(html.length(), at + 40)));
                }
                at = html.indexOf('>', at) + 1;
            } else {
                tag();
            }
        }
        if (!open.isEmpty()) {
            throw new AssertionError("never closed: " + open);
        }
    }

    List<Tag> tags(String name) {
        return tags.stream().filter(tag -> tag.name().equals(name)).toList();
    }

    Tag byId(String id) {
        List<Tag> found = tags.stream().filter(tag -> id.equals(tag.get("id"))).toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " elements with id " + id);
        }
        return found.get(0);
    }

    Tag named(String name, String value) {
        return tags.stream().filter(tag -> name.equals(tag.get("name")) && (value == null || value.equals(tag.get("value"))))
                .findFirst().orElseThrow(() -> new AssertionError("no control " + name + "=" + value));
    }

    boolean hasControl(String name) {
        return tags.stream().anyMatch(tag -> name.equals(tag.get("name")));
    }

    private void tag() {
        int from = ++at;
        while ("> /\n".indexOf(html.charAt(at)) < 0) {
            at++;
        }
        String name = html.substring(from, at);
        Map<String, String> attributes = new LinkedHashMap<>();
        while (true) {
            while (" \n/".indexOf(html.charAt(at)) >= 0) {
                at++;
            }
            if (html.charAt(at) == '>') {
                at++;
                break;
            }
            from = at;
            while ("=> \n/".indexOf(html.charAt(at)) < 0) {
                at++;
            }
            String attribute = html.substring(from, at);
            String value = "";
            if (html.charAt(at) == '=') {
                if (html.charAt(at + 1) != '"') {
                    throw new AssertionError("unquoted attribute " + attribute);
                }
                from = at + 2;
                at = html.indexOf('"', from) + 1;
                value = unescape(html.substring(from, at - 1));
            }
            if (attributes.put(attribute, value) != null) {
                throw new AssertionError("attribute twice: " + attribute);
            }
        }
        tags.add(new Tag(name, attributes));
        if (!VOID.contains(name)) {
            open.add(name);
        }
    }

    String visibleText() {
        return unescape(text.toString()).replaceAll("\\s+", " ");
    }

    private static String unescape(String text) {
        return text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'")
                .replace("&amp;", "&");
    }
}
