package jp.madoguchi.draw;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import jp.madoguchi.kernel.RefusedException;

/**
 * What the walk obeys, decided before the pool is frozen. All of it is in the published commitment.
 *
 * @param capPerPerson units one person gets at most over all channels, earlier grants included (S3-91, S5-08)
 * @param unit         what one unit costs the quotas: 500 where they are in yen, 1 where they count units
 * @param budget       all channels together, in what the quotas are in (S3-86, S5-04)
 * @param sets         how an application for several units is drawn (G23)
 * @param spillOver    what becomes of a channel's unused quota (G12)
 */
public record DrawRules(int capPerPerson, long unit, long budget, Sets sets, SpillOver spillOver, List<Channel> channels) {

    /** Sums of as many amounts as there are lots stay far from the end of a long, and within the whole numbers of JavaScript. */
    static final long MOST = 1_000_000_000_000_000L;
    static final int MOST_UNITS = 100;
    private static final int MOST_CHANNELS = 100;
    private static final Pattern CODE = Pattern.compile("[0-9A-Za-z][0-9A-Za-z._-]{0,63}");

    /** How an application for several units is drawn (G23). */
    public enum Sets {
        /** It wins all it asks for or nothing; what does not fit is passed over and the walk goes on. */
        WHOLE,
        /** Every unit is a lot of its own with a key of its own. */
        PER_SET,
        /** Every application's first unit before anybody's second, every second before any third; keys as in {@link #PER_SET}. */
        ONE_EACH_FIRST
    }

    /** What becomes of a channel's unused quota (G12). */
    public enum SpillOver {
        /** Nobody gets it. */
        NONE,
        /** After the walk the same order is walked again, and whoever has not won may use what all channels left over. */
        SHARED
    }

    /**
     * A way to take part with a quota of its own (S3-90).
     *
     * @param code  as the pool names it: smartphone, card
     * @param quota in yen or units, see {@link DrawRules#unit}; not more than so much is given
     */
    public record Channel(String code, long quota) {}

    /** @throws RefusedException when a number is impossible or a channel is named twice */
    public DrawRules {
        check(capPerPerson >= 1 && capPerPerson <= 1_000_000, "cap", "1人あたりの上限は1以上100万以下で入力してください。");
        check(unit >= 1 && unit <= MOST / MOST_UNITS, "unit", "1口の額は1以上10兆以下で入力してください。");
        check(budget >= 0 && budget <= MOST, "budget", "全体の予算は0以上1,000兆以下で入力してください。");
        check(sets != null && spillOver != null && channels != null, "rules", "複数口の扱い、枠の残りの扱い、媒体を決めてください。");
        check(!channels.isEmpty() && channels.size() <= MOST_CHANNELS, "channels", "媒体は1つ以上100以下で決めてください。");
        channels = List.copyOf(channels);
        Set<String> codes = new HashSet<>();
        for (Channel channel : channels) {
            check(channel.code != null && isCode(channel.code), "channel", "媒体の符号は半角の英数字と . _ - で、64字以内です: " + channel.code);
            check(codes.add(channel.code), "channel", "媒体が二度書かれています: " + channel.code);
            check(channel.quota >= 0 && channel.quota <= MOST, "quota", "枠は0以上1,000兆以下で入力してください: " + channel.code);
        }
        check(channels.stream().mapToLong(Channel::quota).sum() <= MOST, "quota", "枠の合計は1,000兆以下にしてください。");
    }

    long quotas() {
        return channels.stream().mapToLong(Channel::quota).sum();
    }

    /** Lots, persons, channels and draws are named in letters, digits and {@code . _ -}: all above the comma in a sort by bytes. */
    static boolean isCode(String text) {
        return CODE.matcher(text).matches();
    }

    private static void check(boolean holds, String reason, String wording) {
        if (!holds) {
            throw new RefusedException("draw." + reason, wording);
        }
    }
}
