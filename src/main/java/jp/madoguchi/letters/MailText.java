package jp.madoguchi.letters;

import java.util.regex.Pattern;

/** A plain text mail. In its template the subject is the first line. */
record MailText(String subject, String body) {

    private static final Pattern BLANK_LINES = Pattern.compile("\n{3,}");

    /** @throws IllegalArgumentException when there is no subject or no body */
    static MailText of(String rendered) {
        String text = BLANK_LINES.matcher(rendered.replace("\r\n", "\n").strip()).replaceAll("\n\n");
        int end = text.indexOf('\n');
        if (end < 0) {
            throw new IllegalArgumentException("a mail needs a subject on its first line and a body below");
        }
        return new MailText(text.substring(0, end).strip(), text.substring(end).strip() + "\n");
    }
}
