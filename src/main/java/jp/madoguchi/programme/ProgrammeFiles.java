package jp.madoguchi.programme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jp.madoguchi.programme.ProgrammeReader.Reading;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Finds the files and checks them against each other. */
final class ProgrammeFiles {

    private ProgrammeFiles() {}

    /**
     * Reads the shipped files and those of the operator's folder, which replace shipped ones of the same code.
     *
     * @param folder null where there is none
     * @throws InvalidProgrammesException with all errors of all files
     */
    static List<Reading> read(Path folder, Surroundings around) {
        List<Reading> own = folder == null ? List.of() : inFolder(folder, around);
        Set<String> replaced = own.stream().map(ProgrammeFiles::code).filter(Objects::nonNull).collect(Collectors.toSet());
        List<Reading> readings = new ArrayList<>(own);
        shipped(around).stream().filter(reading -> !replaced.contains(code(reading))).forEach(readings::add);
        check(readings);
        return readings;
    }

    /** @throws InvalidProgrammesException when a file has errors, or two files claim the same code or prefix */
    static void check(List<Reading> readings) {
        List<Finding> errors = new ArrayList<>();
        Map<String, Reading> codes = new HashMap<>();
        Map<String, Reading> prefixes = new HashMap<>();
        for (Reading reading : readings) {
            reading.findings().stream().filter(Finding::error).forEach(errors::add);
            if (reading.programme() == null) {
                continue;
            }
            Reading sameCode = code(reading) == null ? null : codes.putIfAbsent(code(reading), reading);
            if (sameCode != null) {
                errors.add(new Finding(reading.file(), reading.codeLine(), true, "事業コード「" + code(reading) + "」は "
                        + sameCode.file() + " と重なっています。", "Another file has this code."));
            }
            String prefix = reading.programme().casePrefix();
            Reading samePrefix = prefix == null ? null : prefixes.putIfAbsent(prefix, reading);
            if (samePrefix != null) {
                errors.add(new Finding(reading.file(), reading.prefixLine(), true, "受付番号の接頭辞「" + prefix + "」は "
                        + samePrefix.file() + " と重なっています。", "Another file has this case prefix."));
            }
        }
        if (!errors.isEmpty()) {
            throw new InvalidProgrammesException(errors);
        }
    }

    private static String code(Reading reading) {
        return reading.programme() == null ? null : reading.programme().code();
    }

    private static List<Reading> shipped(Surroundings around) {
        List<Reading> readings = new ArrayList<>();
        try {
            for (Resource file : new PathMatchingResourcePatternResolver().getResources("classpath*:programmes/*.yaml")) {
                readings.add(ProgrammeReader.read("programmes/" + file.getFilename(), file.getContentAsByteArray(), around));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return readings;
    }

    private static List<Reading> inFolder(Path folder, Surroundings around) {
        List<Reading> readings = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().matches(".*\\.ya?ml")).sorted().toList()) {
                readings.add(ProgrammeReader.read(file.toString(), Files.readAllBytes(file), around));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("事業フォルダー " + folder + " を読めません。 The programmes folder cannot be read.", e);
        }
        return readings;
    }
}
