package jp.madoguchi.programme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jp.madoguchi.calendar.BusinessCalendars;
import jp.madoguchi.forms.FormCatalogue;
import jp.madoguchi.kernel.GovernmentCode;
import jp.madoguchi.org.Organisation;
import jp.madoguchi.org.Section;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** What this installation has, looked up once for the check of all files. */
final class Installation implements Surroundings {

    private final Set<String> governments = new HashSet<>();
    private final Map<String, String> sections = new HashMap<>();
    private final Set<String> procedures = new HashSet<>();
    private final FormCatalogue forms;
    private final BusinessCalendars calendars;

    Installation(Organisation organisation, FormCatalogue forms, BusinessCalendars calendars) {
        this.forms = forms;
        this.calendars = calendars;
        organisation.governments().forEach(government -> {
            governments.add(government.code());
            for (Section section : organisation.sections(government.code())) {
                sections.put(section.government() + "/" + section.code(), section.fullName());
            }
        });
        try {
            for (Resource file : new PathMatchingResourcePatternResolver().getResources("classpath*:processes/**/*.bpmn")) {
                procedures.add(file.getFilename().replace(".bpmn", ""));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean knowsGovernment(String code) {
        return governments.contains(code);
    }

    @Override
    public Optional<String> section(String government, String code) {
        return Optional.ofNullable(sections.get(government + "/" + code));
    }

    @Override
    public boolean hasProcedure(String id) {
        return procedures.contains(id);
    }

    @Override
    public boolean hasForm(String id) {
        return forms.exists(id);
    }

    @Override
    public boolean isBusinessDay(String government, LocalDate day) {
        return calendars.isBusinessDay(new GovernmentCode(government), day);
    }
}
