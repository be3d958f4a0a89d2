package jp.madoguchi.programme;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import jp.madoguchi.calendar.BusinessCalendars;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.forms.FormCatalogue;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.org.Organisation;
import jp.madoguchi.org.OrganisationFile;
import jp.madoguchi.programme.ProgrammeReader.Reading;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/** Reads, checks, shifts and keeps the programmes while the application starts; all of them or none. */
@Service
class LoadedProgrammes implements Programmes, ProgrammeWarnings {

    private static final Logger log = LoggerFactory.getLogger(LoadedProgrammes.class);

    private final Versions versions;
    private final BusinessClock clock;
    private final boolean demo;
    private final Map<String, Programme> present;
    private final Map<String, Programme> known = new ConcurrentHashMap<>();
    private final List<Warning> warnings = new ArrayList<>();

    /**
     * @param organisationFile asked for so that the organisation is defined before files refer to it
     * @param folder           the operator's own files, empty where there are none
     * @throws InvalidProgrammesException with all errors of all files
     */
    LoadedProgrammes(Versions versions, Organisation organisation, OrganisationFile organisationFile, FormCatalogue forms,
                     BusinessCalendars calendars, BusinessClock clock, TransactionOperations transactions,
                     @Value("${madoguchi.programmes-dir:}") String folder, @Value("${madoguchi.demo:false}") boolean demo) {
        this.versions = versions;
        this.clock = clock;
        this.demo = demo;
        this.present = DataScope.within(DataScope.EVERYTHING, () -> transactions.execute(status ->
                load(ProgrammeFiles.read(folder.isBlank() ? null : Path.of(folder),
                        new Installation(organisation, forms, calendars)))));
        log.info("{} programmes: {}", present.size(), present.keySet());
    }

    private Map<String, Programme> load(List<Reading> readings) {
        Map<String, Programme> loaded = new TreeMap<>();
        for (Reading reading : readings) {
            for (Finding finding : reading.findings()) {
                log.warn("{}", finding);
                warnings.add(new Warning(finding.file(), finding.line(), finding.wording(), finding.wordingEn()));
            }
            Programme programme = kept(reading);
            loaded.put(programme.code(), programme);
        }
        return Collections.unmodifiableMap(loaded);
    }

    private Programme kept(Reading reading) {
        Programme asWritten = reading.programme();
        int weeks = demo ? versions.shift(asWritten.code(), DemoShift.weeks(asWritten, clock.today())) : 0;
        String hash = Versions.hash(reading.bytes(), weeks);
        versions.keep(asWritten.code(), hash, new Versions.Version(reading.bytes(), weeks), OffsetDateTime.now(clock));
        Programme programme = DemoShift.apply(asWritten, weeks, hash);
        known.put(key(programme.code(), hash), programme);
        return programme;
    }

    @Override
    public Collection<Programme> all() {
        return present.values();
    }

    @Override
    public Programme get(String code) {
        Programme programme = present.get(code);
        if (programme == null) {
            throw new NotFoundException("programme " + code);
        }
        return programme;
    }

    @Override
    public Programme version(String code, String hash) {
        return known.computeIfAbsent(key(code, hash), key -> read(code, hash));
    }

    private Programme read(String code, String hash) {
        Versions.Version version = versions.find(code, hash)
                .orElseThrow(() -> new NotFoundException("programme " + code + " version " + hash));
        Reading reading = ProgrammeReader.read(code, version.content(), new AsItWas());
        return DemoShift.apply(reading.programme(), version.shiftWeeks(), hash);
    }

    private static String key(String code, String hash) {
        return code + "@" + hash;
    }

    @Override
    public List<Warning> warnings() {
        return List.copyOf(warnings);
    }

    /** An old version was sound in its day; what it referred to may be gone. */
    private static final class AsItWas implements Surroundings {

        @Override
        public boolean knowsGovernment(String code) {
            return true;
        }

        @Override
        public Optional<String> section(String government, String code) {
            return Optional.empty();
        }

        @Override
        public boolean hasProcedure(String id) {
            return true;
        }

        @Override
        public boolean hasForm(String id) {
            return true;
        }

        @Override
        public boolean isBusinessDay(String government, LocalDate day) {
            return true;
        }
    }
}
