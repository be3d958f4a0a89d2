package jp.madoguchi.portal.web;

import java.util.Locale;
import jp.madoguchi.calendar.SaidDates;

/** Days, moments and sizes as applicants read them. */
public final class Say extends SaidDates {

    Say(Locale language) {
        super(language);
    }

    /** 1.2MB. */
    public String size(long bytes) {
        return bytes < 1024 * 1024 ? Math.max(1, Math.round(bytes / 1024.0)) + "KB"
                : "%.1fMB".formatted(bytes / 1024.0 / 1024.0);
    }
}
