package jp.madoguchi.inbox.web;

import java.util.regex.Pattern;
import org.springframework.web.util.UriComponentsBuilder;

/** The list a person came from, carried through a task's pages. Only places of our own lists are believed. */
final class BackLink {

    static final String HOME = "/inbox";
    /** Marks the row to go on with. */
    static final String HERE = "here";

    private static final Pattern LOCAL = Pattern.compile("/(inbox|cases)(\\?[A-Za-z0-9_.~%&=+*-]{0,1500})?");
    private static final Pattern TASK = Pattern.compile("[0-9A-Za-z-]{1,64}");

    private BackLink() {}

    static String of(String given) {
        return given != null && LOCAL.matcher(given).matches() ? given : HOME;
    }

    static String taskOrNone(String given) {
        return given != null && TASK.matcher(given).matches() ? given : "";
    }

    /** The same list with the row to go on with marked. */
    static String continuing(String back, String next) {
        UriComponentsBuilder address = UriComponentsBuilder.fromUriString(of(back)).replaceQueryParam(HERE);
        return next.isEmpty() ? address.build().toUriString()
                : address.queryParam(HERE, next).fragment("task-" + next).build().toUriString();
    }
}
