package jp.madoguchi.org;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.module.paramnames.ParameterNamesModule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.GovernmentCode;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * 組織ファイル: defines governments and sections while the application starts. Who needs them at start asks for this
 * bean. What is no longer in the file stays, because cases and posts refer to it.
 */
@Component
public class OrganisationFile {

    private static final String SHIPPED = "organisation.yaml";

    private final String file;
    private final Organisation organisation;
    private final List<String> errors = new ArrayList<>();

    /** @throws IllegalStateException telling every mistake of the file; nothing is defined then */
    OrganisationFile(Organisation organisation, TransactionOperations transactions,
                     @Value("${madoguchi.organisation:}") String path) {
        this.organisation = organisation;
        this.file = path.isBlank() ? SHIPPED : path;
        Content content = read(path.isBlank() ? new ClassPathResource(SHIPPED) : new FileSystemResource(path));
        check(content);
        if (!errors.isEmpty()) {
            throw new IllegalStateException("組織ファイル " + file + " に誤りがあります。 The organisation file has errors.\n"
                    + String.join("\n", errors));
        }
        DataScope.within(DataScope.EVERYTHING, () -> transactions.executeWithoutResult(status -> define(content)));
    }

    record Content(List<Body> governments) {}

    record Body(String code, String name, @JsonProperty("name-en") String nameEn, String head, List<Unit> sections) {
        Body {
            sections = sections == null ? List.of() : sections;
        }
    }

    record Unit(String code, String name, Section.Rank rank, List<Unit> sections) {
        Unit {
            sections = sections == null ? List.of() : sections;
        }
    }

    private Content read(Resource resource) {
        ObjectMapper yaml = new ObjectMapper(new YAMLFactory()).registerModule(new ParameterNamesModule())
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        try (InputStream in = resource.getInputStream()) {
            return yaml.readValue(in, Content.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(file + ": " + place(e) + "を読めません。項目名、値、字下げ、引用符を確かめてください。 "
                    + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("組織ファイル " + file + " を開けません。 The organisation file cannot be opened.", e);
        }
    }

    /** 「governments > 1 > title」, counted from 1; where the file breaks off, the parser's own words name the line. */
    private static String place(JsonProcessingException e) {
        if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            return mapping.getPath().stream().map(p -> p.getFieldName() == null ? "" + (p.getIndex() + 1) : p.getFieldName())
                    .collect(Collectors.joining(" > ", "「", "」"));
        }
        return "組織ファイル";
    }

    private void check(Content content) {
        if (content == null || content.governments() == null || content.governments().isEmpty()) {
            errors.add("団体が一つも書かれていません。 No government is defined.");
            return;
        }
        Set<String> governments = new HashSet<>();
        for (Body body : content.governments()) {
            String place = "団体「" + body.code() + "」";
            if (!GovernmentCode.isValid(body.code())) {
                errors.add(place + ": 団体コードの検査数字が合いません。 Not a local government code.");
            }
            if (!governments.add(body.code())) {
                errors.add(place + ": 二度書かれています。 Duplicate government.");
            }
            if (isBlank(body.name()) || isBlank(body.nameEn()) || isBlank(body.head())) {
                errors.add(place + ": name、name-en、head は必ず書いてください。 'name', 'name-en' and 'head' are required.");
            }
            check(body.sections(), body.code(), Section.Rank.CHIEF, new HashSet<>());
        }
    }

    private void check(List<Unit> units, String government, Section.Rank highest, Set<String> codes) {
        for (Unit unit : units) {
            String place = "団体「" + government + "」の部署「" + unit.code() + "」";
            if (unit.code() == null || !unit.code().matches("[a-z][a-z0-9-]*")) {
                errors.add(place + ": 部署コードは英小文字・数字・ハイフンで書いてください。 Section codes are lower-case ASCII.");
            }
            if (!codes.add(unit.code())) {
                errors.add(place + ": 二度書かれています。 Duplicate section.");
            }
            if (isBlank(unit.name()) || unit.rank() == null) {
                errors.add(place + ": name と rank は必ず書いてください。 'name' and 'rank' are required.");
            } else if (unit.rank().compareTo(highest) > 0) {
                errors.add(place + ": 上の部署より高い rank は書けません。 The rank is above its superior's.");
            }
            check(unit.sections(), government, unit.rank() == null ? highest : unit.rank(), codes);
        }
    }

    private void define(Content content) {
        for (Body body : content.governments()) {
            organisation.define(new Government(body.code(), body.name(), body.nameEn(), body.head()));
            define(body.sections(), body.code(), null, "");
        }
    }

    private void define(List<Unit> units, String government, String parent, String above) {
        for (Unit unit : units) {
            String fullName = above.isEmpty() ? unit.name() : above + " " + unit.name();
            organisation.define(new Section(government, unit.code(), unit.name(), fullName, parent, unit.rank()));
            // Letters print 産業経済部 産業政策課, not 知事 産業経済部.
            define(unit.sections(), government, unit.code(), unit.rank() == Section.Rank.CHIEF ? "" : fullName);
        }
    }

    private static boolean isBlank(String text) {
        return text == null || text.isBlank();
    }
}
