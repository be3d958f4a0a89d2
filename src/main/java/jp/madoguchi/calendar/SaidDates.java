package jp.madoguchi.calendar;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Days and moments as pages tell them to everybody: in the Japanese era, and in English for who asked for it. */
public class SaidDates {

    private static final DateTimeFormatter DAY_EN = DateTimeFormatter.ofPattern("EEE d MMM yyyy", Locale.ENGLISH);
    private static final DateTimeFormatter MACHINE = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");

    private final boolean english;

    /** @param language of who reads */
    public SaidDates(Locale language) {
        english = language.getLanguage().equals("en");
    }

    /** 令和6年12月20日（金）. */
    public String day(LocalDate day) {
        return english ? DAY_EN.format(day) : JapaneseDates.fullWithWeekday(day);
    }

    public String day(Instant moment) {
        return day(jst(moment).toLocalDate());
    }

    /** @param iso a day as files write it, 2024-12-20 */
    public String day(String iso) {
        return day(LocalDate.parse(iso));
    }

    /** 令和6年12月20日（金）17時00分. */
    public String minute(LocalDateTime moment) {
        return day(moment.toLocalDate())
                + (english ? ", %02d:%02d" : " %d時%02d分").formatted(moment.getHour(), moment.getMinute());
    }

    public String minute(Instant moment) {
        return minute(jst(moment));
    }

    /** 令和6年12月20日（金）17時00分01秒. */
    public String second(Instant moment) {
        LocalDateTime jst = jst(moment);
        return minute(jst) + (english ? ":%02d" : "%02d秒").formatted(jst.getSecond());
    }

    /** For {@code <time datetime>}. */
    public String machine(LocalDateTime moment) {
        return MACHINE.format(moment.atZone(BusinessClock.JST));
    }

    public String machine(Instant moment) {
        return machine(jst(moment));
    }

    /** How long it is still open, in words. */
    public String left(LocalDateTime closes, LocalDateTime now) {
        long days = ChronoUnit.DAYS.between(now.toLocalDate(), closes.toLocalDate());
        if (days == 0) {
            return (english ? "Closes today at %02d:%02d" : "本日%d時%02d分まで").formatted(closes.getHour(), closes.getMinute());
        }
        return english ? days + (days == 1 ? " day left" : " days left") : "あと" + days + "日";
    }

    /** How long until it opens, in words. */
    public String until(LocalDateTime opens, LocalDateTime now) {
        long days = ChronoUnit.DAYS.between(now.toLocalDate(), opens.toLocalDate());
        if (days == 0) {
            return (english ? "Opens today at %02d:%02d" : "本日%d時%02d分から").formatted(opens.getHour(), opens.getMinute());
        }
        return english ? "Opens in " + days + (days == 1 ? " day" : " days") : days + "日後に受付開始";
    }

    /** The wall clock of Japan. */
    public static LocalDateTime jst(Instant moment) {
        return LocalDateTime.ofInstant(moment, BusinessClock.JST);
    }
}
