package jp.madoguchi.draw;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import jp.madoguchi.kernel.RefusedException;

/**
 * JSON in one form that people can read: members in the order of the record, two spaces a level, one line feed at the end, UTF-8.
 * Python writes the same with {@code json.dumps(…, ensure_ascii=False, indent=2) + "\n"}.
 */
final class PublishedJson {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DefaultPrettyPrinter FORM = new DefaultPrettyPrinter(Separators.createDefaultInstance()
            .withObjectFieldValueSpacing(Separators.Spacing.AFTER).withArrayEmptySeparator("").withObjectEmptySeparator(""))
            .withObjectIndenter(new DefaultIndenter("  ", "\n")).withArrayIndenter(new DefaultIndenter("  ", "\n"));

    /** Every value has a line of its own, and a line feed in a text is written {@code \n}. */
    private static final Pattern NOTHING = Pattern.compile("(?m)^( *| *\"[^\"]*\": )null,?$");

    private PublishedJson() {}

    static byte[] write(Record record) {
        try {
            return (JSON.writer(FORM).writeValueAsString(record) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** @throws RefusedException when the file is not exactly what {@link #write} makes of the record it holds, or lacks a value */
    static <T extends Record> T read(byte[] file, Class<T> type, String name) {
        T read;
        try {
            read = JSON.readValue(new String(file, StandardCharsets.UTF_8), type);
        } catch (ValueInstantiationException refused) {
            if (refused.getCause() instanceof RefusedException cause) {
                throw cause;
            }
            throw unreadable(name, refused);
        } catch (JsonProcessingException malformed) {
            throw unreadable(name, malformed);
        }
        if (read == null || !Arrays.equals(write(read), file) || NOTHING.matcher(new String(file, StandardCharsets.UTF_8)).find()) {
            throw unreadable(name, null);
        }
        return read;
    }

    private static RefusedException unreadable(String name, Exception cause) {
        return new RefusedException("draw.json", name + " が壊れているか、決められた書式ではありません。", cause);
    }
}
