package jp.madoguchi.forms;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The little Markdown that form authors may use: paragraphs, {@code **bold**}, {@code - } and {@code 1. } lists,
 * {@code # } headings, links to http(s), mailto, tel and this site. Everything is escaped first, so no markup but ours
 * can come out.
 */
final class SafeMarkdown {

    private static final Pattern BOLD = Pattern.compile("\\*\\*(.+?)\\*\\*");
    private static final Pattern LINK =
            Pattern.compile("\\[([^\\]]+)]\\(((?:https?://|mailto:|tel:|/(?!/))[^\\s()<>\"'*]*)\\)");
    private static final Pattern ITEM = Pattern.compile("\\s*(?:([-*])|[0-9]+\\.)\\s+(.*)");
    private static final Pattern HEADING = Pattern.compile("#{1,6}\\s+(.*)");

    private SafeMarkdown() {}

    static String html(String markdown) {
        StringBuilder html = new StringBuilder();
        String open = "";
        for (String line : (markdown + "\n").split("\r?\n", -1)) {
            Matcher item = ITEM.matcher(line);
            Matcher heading = HEADING.matcher(line);
            String block = item.matches() ? item.group(1) == null ? "ol" : "ul"
                    : line.isBlank() || heading.matches() ? "" : "p";
            if (!block.equals(open)) {
                html.append(open.isEmpty() ? "" : "</" + open + ">").append(block.isEmpty() ? "" : "<" + block + ">");
            } else if (block.equals("p")) {
                html.append("<br>");
            }
            open = block;
            if (item.matches()) {
                html.append("<li>").append(inline(item.group(2))).append("</li>");
            } else if (heading.matches()) {
                html.append("<p><strong>").append(inline(heading.group(1))).append("</strong></p>");
            } else {
                html.append(inline(line));
            }
        }
        return html.append(open.isEmpty() ? "" : "</" + open + ">").toString();
    }

    private static String inline(String text) {
        String linked = LINK.matcher(escape(text)).replaceAll("<a class=\"md-link\" href=\"$2\">$1</a>");
        return BOLD.matcher(linked).replaceAll("<strong>$1</strong>");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
