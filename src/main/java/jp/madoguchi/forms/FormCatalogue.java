package jp.madoguchi.forms;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import jp.madoguchi.kernel.NotFoundException;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.ResourcePatternResolver;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Every form of the installation, and every version there ever was: an old submission is shown with the form it was
 * made on. Read once at the start, which fails on a form that cannot be used.
 */
@Service
public class FormCatalogue {

    private static final String FOLDER = "forms/";
    private static final String ENDING = ".form";

    private final JdbcClient jdbc;
    private final Map<String, FormDefinition> current;
    private final Map<String, FormDefinition> older = new ConcurrentHashMap<>();

    /** @throws InvalidFormException naming every file, component and fault */
    FormCatalogue(ResourcePatternResolver resources, JdbcClient jdbc, TransactionOperations transactions, Clock clock) {
        this.jdbc = jdbc;
        this.current = Collections.unmodifiableMap(load(resources));
        OffsetDateTime now = OffsetDateTime.now(clock);
        transactions.executeWithoutResult(status -> current.values().forEach(form -> keep(form, now)));
    }

    /** The current version. @throws NotFoundException when there is no such form */
    public FormDefinition get(String id) {
        FormDefinition form = current.get(id);
        if (form == null) {
            throw new NotFoundException("form " + id);
        }
        return form;
    }

    /**
     * The version that a submission was made on.
     *
     * @param hash of {@link FormDefinition#hash()}
     * @throws NotFoundException when that version was never seen here
     */
    public FormDefinition get(String id, String hash) {
        FormDefinition form = current.get(id);
        return form != null && form.hash().equals(hash)
                ? form
                : older.computeIfAbsent(id + "@" + hash, key -> read(id, hash));
    }

    public boolean exists(String id) {
        return current.containsKey(id);
    }

    /** The current versions, by id. */
    public Collection<FormDefinition> all() {
        return current.values();
    }

    private FormDefinition read(String id, String hash) {
        return jdbc.sql("select content from form_version where form_id = :id and hash = :hash")
                .param("id", id)
                .param("hash", hash)
                .query(String.class)
                .optional()
                .map(content -> FormDefinition.parse(id + "@" + hash, content))
                .orElseThrow(() -> new NotFoundException("form " + id + "@" + hash));
    }

    private void keep(FormDefinition form, OffsetDateTime now) {
        jdbc.sql("""
                insert into form_version (form_id, hash, content, first_seen) values (:id, :hash, :content, :now)
                on conflict do nothing""")
                .param("id", form.id())
                .param("hash", form.hash())
                .param("content", form.schema())
                .param("now", now)
                .update();
    }

    static Map<String, FormDefinition> load(ResourcePatternResolver resources) {
        Map<String, FormDefinition> forms = new TreeMap<>();
        List<String> faults = new ArrayList<>();
        for (Resource file : files(resources)) {
            try {
                FormDefinition form = FormDefinition.parse(name(file), file.getContentAsString(StandardCharsets.UTF_8));
                if (!name(file).equals(form.id() + ENDING)) {
                    faults.add("%s: its id is \"%s\" but must be its path, \"%s\""
                            .formatted(name(file), form.id(), name(file).replace(ENDING, "")));
                }
                forms.put(form.id(), form);
            } catch (InvalidFormException e) {
                faults.add(e.getMessage());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        if (!faults.isEmpty()) {
            throw new InvalidFormException("files", faults);
        }
        return forms;
    }

    private static Resource[] files(ResourcePatternResolver resources) {
        try {
            return resources.getResources("classpath*:" + FOLDER + "**/*" + ENDING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Resource file) throws IOException {
        String url = file.getURL().toString();
        return url.substring(url.lastIndexOf("/" + FOLDER) + FOLDER.length() + 1);
    }
}
