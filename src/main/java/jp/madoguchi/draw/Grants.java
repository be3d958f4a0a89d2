package jp.madoguchi.draw;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.kernel.Sha256;

/**
 * What persons got in earlier draws and sales; it counts against the cap of this one (S5-107). Its file has one line
 * {@code person,units} each, ascending by person; without earlier grants it is empty.
 */
public final class Grants {

    public static final Grants NONE = new Grants(Map.of());

    private static final Pattern LINE = Pattern.compile("([0-9A-Za-z][0-9A-Za-z._-]{0,63}),([1-9][0-9]{0,8})");

    private final SortedMap<String, Integer> units;

    /** @param units per person, at least 1 each */
    public Grants(Map<String, Integer> units) {
        this.units = new TreeMap<>(units);
        this.units.forEach((person, granted) -> {
            if (!LINE.matcher(person + "," + granted).matches()) {
                throw new RefusedException("draw.grants", "これまでの付与の人または口数が正しくありません: " + person + "," + granted);
            }
        });
    }

    /** @throws RefusedException when the file is not canonical */
    static Grants parse(byte[] file) {
        Map<String, Integer> units = new TreeMap<>();
        for (String line : new String(file, StandardCharsets.UTF_8).split("\n")) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                units.put(matcher.group(1), Integer.valueOf(matcher.group(2)));
            }
        }
        Grants grants = new Grants(units);
        if (!Arrays.equals(grants.bytes(), file)) {
            throw new RefusedException("draw.grants", "これまでの付与の一覧は、人,口数の行を人の昇順に一度ずつ並べ、各行を改行で終えてください。");
        }
        return grants;
    }

    byte[] bytes() {
        StringBuilder lines = new StringBuilder();
        units.forEach((person, granted) -> lines.append(person).append(',').append(granted).append('\n'));
        return lines.toString().getBytes(StandardCharsets.US_ASCII);
    }

    String hash() {
        return Sha256.hexOf(bytes());
    }

    /** Enters what the pool's persons got; others take no part in this draw. @param used units by number of the person */
    void enterInto(int[] used, Pool pool) {
        units.forEach((person, granted) -> {
            int number = pool.findPerson(person);
            if (number >= 0) {
                used[number] = granted;
            }
        });
    }
}
