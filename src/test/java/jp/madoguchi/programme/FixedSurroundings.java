package jp.madoguchi.programme;

import java.time.LocalDate;
import java.util.Optional;
import jp.madoguchi.calendar.BusinessCalendars;
import jp.madoguchi.kernel.GovernmentCode;

/** An installation of one prefecture with one section, one procedure and one form; the calendar is the real one. */
final class FixedSurroundings implements Surroundings {

    private final BusinessCalendars calendars = BusinessCalendars.byRule();

    @Override
    public boolean knowsGovernment(String code) {
        return code.equals("100005");
    }

    @Override
    public Optional<String> section(String government, String code) {
        return code.equals("sangyoseisaku") ? Optional.of("産業経済部 産業政策課") : Optional.empty();
    }

    @Override
    public boolean hasProcedure(String id) {
        return id.equals("vendor-application");
    }

    @Override
    public boolean hasForm(String id) {
        return id.equals("vendor/application");
    }

    @Override
    public boolean isBusinessDay(String government, LocalDate day) {
        return calendars.isBusinessDay(new GovernmentCode(government), day);
    }
}
