package jp.madoguchi.site.admin;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.calendar.JapaneseDates;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** How the pages write moments and days, and how they read the three parts of a day that was typed. */
final class Shown {

    private Shown() {}

    static String at(Instant moment) {
        return JapaneseDates.dateTime(LocalDateTime.ofInstant(moment, BusinessClock.JST));
    }

    static String day(LocalDate day) {
        return JapaneseDates.fullWithWeekday(day);
    }

    /** What was typed, to be shown again when it cannot be taken. */
    record Typed(String year, String month, String day) {

        static final Typed NOTHING = new Typed("", "", "");

        static Typed of(LocalDate day) {
            return new Typed("" + day.getYear(), "" + day.getMonthValue(), "" + day.getDayOfMonth());
        }

        JapaneseDates.Parsed parsed() {
            return JapaneseDates.parse(year.strip() + "年" + month.strip() + "月" + day.strip() + "日");
        }
    }

    static void done(RedirectAttributes redirect, String title, String text) {
        flash(redirect, "success", title, text);
    }

    static void flash(RedirectAttributes redirect, String type, String title, String text) {
        redirect.addFlashAttribute("flash", List.of(Map.of("type", type, "title", title, "text", text)));
    }
}
