package jp.madoguchi.draw;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jp.madoguchi.kernel.RefusedException;

/**
 * A public source of numbers that nobody knows yet, named in the commitment.
 *
 * @param name      which one, so that everybody looks up the same: 数字選択式宝くじロト7 第605回 本数字
 * @param published the day on which its numbers become known, ISO 8601
 * @param numbers   how many it gives, 1 to 20
 * @param decimals  digits after the decimal point of each, 0 to 9
 */
public record NamedSource(String name, String published, int numbers, int decimals) {

    private static final Pattern NUMBER = Pattern.compile("(\\d{1,18})(?:\\.(\\d{1,9}))?");
    private static final Pattern THOUSANDS = Pattern.compile("\\d{1,3}(,\\d{3})+(\\.\\d+)?");

    /** @throws RefusedException when it names no source */
    public NamedSource {
        if (name == null || name.isBlank() || name.length() > 200 || name.chars().anyMatch(Character::isISOControl)
                || published == null || numbers < 1 || numbers > 20 || decimals < 0 || decimals > 9) {
            throw new RefusedException("draw.source", "乱数のもとは、名称（200字まで）、発表日、数の個数（1から20）、小数の桁数（0から9）で決めてください。");
        }
        try {
            LocalDate.parse(published);
        } catch (DateTimeParseException noDate) {
            throw new RefusedException("draw.source", "発表日は 2024-12-27 のように書いてください: " + published, noDate);
        }
    }

    /**
     * What was typed, in the one form that is hashed: half-width digits, no thousands separators, no leading zeros, exactly as
     * many decimals as named, ascending by value. Between several numbers a comma
     * parts them, unless what was typed reads as one with its thousands.
     *
     * @throws RefusedException when there are more or fewer numbers, or one is not of that form
     */
    public List<String> read(List<String> typed) {
        List<String> each = numbers == 1 ? typed : typed.stream().flatMap(NamedSource::apart).toList();
        if (each.size() != numbers) {
            throw new RefusedException("draw.source.numbers", "「%s」の数は%d個です。%d個入力されています。".formatted(name, numbers, each.size()));
        }
        return each.stream().map(this::number).sorted(Comparator.comparing(BigDecimal::new)).toList();
    }

    private static Stream<String> apart(String typed) {
        String text = plain(typed);
        return THOUSANDS.matcher(text).matches() ? Stream.of(text) : Arrays.stream(text.split(",")).filter(one -> !one.isBlank());
    }

    private static String plain(String typed) {
        return Normalizer.normalize(typed, Normalizer.Form.NFKC).strip();
    }

    private String number(String typed) {
        String text = plain(typed);
        if (THOUSANDS.matcher(text).matches()) {
            text = text.replace(",", "");
        }
        var matcher = NUMBER.matcher(text);
        if (!matcher.matches() || (matcher.group(2) == null ? 0 : matcher.group(2).length()) != decimals) {
            throw new RefusedException("draw.source.number", "「%s」の数は、小数点より下を%d桁で、発表のとおり入力してください: %s".formatted(name, decimals, typed));
        }
        return new BigDecimal(text).toPlainString();
    }

    /** Each number followed by a point, each source by a slash, in the order of the commitment (RFC 3797 §4.1): 7.8.11./39911.52./ */
    static String canonical(List<List<String>> values) {
        StringBuilder text = new StringBuilder();
        for (List<String> source : values) {
            source.forEach(number -> text.append(number).append('.'));
            text.append('/');
        }
        return text.toString();
    }
}
