package jp.madoguchi.casefile;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.FormDefinition;
import jp.madoguchi.forms.MyNumbers;
import jp.madoguchi.forms.Upload;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.kernel.Sha256;
import org.apache.tika.Tika;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Files, stored once by the SHA-256 of their bytes and known by ids that answers hold. */
@Service
@Transactional
public class Documents {

    /** Largest file, bytes. */
    public static final long LARGEST = 10L * 1024 * 1024;
    /** Files that one person may leave unfiled, so that nobody fills the store. */
    static final int MOST_UNFILED = 60;
    /** What an office file may unpack to, bytes. */
    private static final long LARGEST_UNPACKED = 200L * 1024 * 1024;

    /** What is accepted: type by content, and the name endings that go with it. */
    private static final Map<String, Set<String>> ACCEPTED = Map.of(
            "application/pdf", Set.of("pdf"),
            "image/png", Set.of("png"),
            "image/jpeg", Set.of("jpg", "jpeg"),
            "text/csv", Set.of("csv"),
            "text/plain", Set.of("txt", "csv"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Set.of("xlsx"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document", Set.of("docx"));
    private static final Pattern ID = Pattern.compile("d-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern UNSAFE_IN_NAMES = Pattern.compile("[\\p{Cntrl}\\u202A-\\u202E\\u2066-\\u2069\\u200E\\u200F/\\\\:*?\"<>|]");

    private final JdbcClient jdbc;
    private final BusinessClock clock;
    private final Tika tika = new Tika();

    Documents(JdbcClient jdbc, BusinessClock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Stores a file for a later filing.
     *
     * @throws RefusedException when it is too large, empty, of a type we do not take, or disguised as another type
     */
    public StoredDocument store(Actor actor, String fileName, byte[] bytes) {
        String name = safeName(fileName);
        if (bytes.length == 0) {
            throw new RefusedException("file.empty", "「" + name + "」は空のファイルです。内容のあるファイルを選んでください。");
        }
        checkSize(name, bytes.length);
        if (MyNumbers.containsOne(name)) {
            throw new RefusedException("file.my-number", "ファイル名にマイナンバー（個人番号）と思われる12桁の数字があります。ファイル名を変えてください。");
        }
        String type = typeOf(name, bytes);
        int unfiled = jdbc.sql("select count(*) from document where uploader = ? and case_number is null").param(actor.id())
                .query(Integer.class).single();
        if (unfiled >= MOST_UNFILED) {
            throw new RefusedException("file.too-many", "提出前のファイルが多すぎます。不要な下書きを削除してください。");
        }
        String sha256 = Sha256.hexOf(bytes);
        StoredDocument document = new StoredDocument("d-" + UUID.randomUUID(), sha256, name, type, bytes.length, actor.id(), null,
                actor.isStaff() ? null : actor.id(), clock.instant());
        jdbc.sql("insert into document_content (sha256, bytes) values (?, ?) on conflict do nothing").params(sha256, bytes).update();
        jdbc.sql("""
                insert into document (id, sha256, government, party, uploader, name, type, size, uploaded_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(document.id(), sha256, actor.isStaff() ? actor.government() : null, document.party(), actor.id(), name,
                        type, document.size(), Timestamp.from(document.uploadedAt())).update();
        return document;
    }

    /**
     * For whoever has a file at hand and not yet its bytes in memory.
     *
     * @throws RefusedException when it has more bytes than {@link #LARGEST}
     */
    public static void checkSize(String fileName, long bytes) {
        if (bytes > LARGEST) {
            throw new RefusedException("file.too-large", "「" + safeName(fileName) + "」は大きすぎます（上限10MB）。圧縮するか分割してください。");
        }
    }

    /** @throws NotFoundException when there is none in this data scope */
    public StoredDocument get(String id) {
        return find(id).orElseThrow(() -> new NotFoundException("document " + id));
    }

    public Optional<StoredDocument> find(String id) {
        return jdbc.sql(SELECT + " where id = ?").param(id).query(StoredDocument.class).optional();
    }

    /** The bytes, checked against their hash. @throws NotFoundException when there is none in this data scope */
    public byte[] bytes(String id) {
        byte[] bytes = jdbc.sql("select c.bytes from document d join document_content c using (sha256) where d.id = ?").param(id)
                .query((row, n) -> row.getBytes(1)).optional().orElseThrow(() -> new NotFoundException("document " + id));
        if (!Sha256.hexOf(bytes).equals(get(id).sha256())) {
            throw new IllegalStateException("document " + id + " does not match its hash");
        }
        return bytes;
    }

    public List<StoredDocument> ofCase(String caseNumber) {
        return jdbc.sql(SELECT + " where case_number = ? order by uploaded_at, id").param(caseNumber)
                .query(StoredDocument.class).list();
    }

    /** The files that answers point to and that this person may use in them, by id. */
    public Map<String, Upload> uploads(FormDefinition form, Answers answers, Actor actor) {
        Map<String, Upload> uploads = new LinkedHashMap<>();
        for (StoredDocument d : all(ids(answers))) {
            if (d.caseNumber() != null || d.uploader().equals(actor.id())) {
                uploads.put(d.id(), new Upload(d.id(), d.name(), d.size(), "/documents/" + d.id()));
            }
        }
        return uploads;
    }

    /** Drops a file that was never filed. Files of a case, and other people's, stay. */
    public void forget(Actor actor, String id) {
        jdbc.sql("delete from document where id = ? and uploader = ? and case_number is null").params(id, actor.id()).update();
    }

    /** Adds the scan of a paper application to the case it was entered as. */
    public void attachScan(CaseFile file, String id, Actor actor) {
        jdbc.sql("""
                update document set case_number = ?, government = ?, party = ?
                where id = ? and uploader = ? and case_number is null""")
                .params(file.number().value(), file.government(), file.party(), id, actor.id()).update();
    }

    /** Takes the files of a round into the case. Files of other cases and other people stay where they are. */
    void attach(CaseFile file, FormDefinition form, Answers answers, Actor actor) {
        List<String> ids = ids(answers);
        if (!ids.isEmpty()) {
            jdbc.sql("""
                    update document set case_number = :case, government = :government, party = :party
                    where id in (:ids) and uploader = :uploader and case_number is null""")
                    .param("case", file.number().value()).param("government", file.government()).param("party", file.party())
                    .param("ids", ids).param("uploader", actor.id()).update();
        }
    }

    /** The answers with each file's id replaced by the hash of its bytes, so that equal content hashes equally. */
    Answers withHashes(Answers answers) {
        List<String> ids = ids(answers);
        Map<String, String> hashes = all(ids).stream().collect(Collectors.toMap(StoredDocument::id, StoredDocument::sha256));
        String replaced = answers.toJson();
        for (String id : ids) {
            replaced = replaced.replace(id, "sha256:" + hashes.getOrDefault(id, ""));
        }
        return ids.isEmpty() ? answers : Answers.fromJson(replaced);
    }

    /** Those of the ids that there are in this data scope. */
    private List<StoredDocument> all(List<String> ids) {
        return ids.isEmpty() ? List.of()
                : jdbc.sql(SELECT + " where id in (:ids)").param("ids", ids).query(StoredDocument.class).list();
    }

    private static final String SELECT =
            "select id, sha256, name, type, size, uploader, case_number, party, uploaded_at from document";

    private static List<String> ids(Answers answers) {
        List<String> ids = new ArrayList<>();
        collect(answers.asMap().values(), ids);
        return ids;
    }

    private static void collect(Object value, List<String> ids) {
        if (value instanceof String text && ID.matcher(text).matches()) {
            ids.add(text);
        } else if (value instanceof Map<?, ?> map) {
            collect(map.values(), ids);
        } else if (value instanceof Iterable<?> many) {
            many.forEach(one -> collect(one, ids));
        }
    }

    private String typeOf(String name, byte[] bytes) {
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase();
        String type;
        try {
            type = ending.equals("xlsx") || ending.equals("docx") ? officeType(bytes) : tika.detect(new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (type.equals("text/plain") && ending.equals("csv")) {
            type = "text/csv";
        }
        Set<String> endings = ACCEPTED.get(type);
        if (endings == null) {
            throw new RefusedException("file.type", "「" + name + "」は受け付けできない種類のファイルです。PDF、PNG、JPEG、Word（docx）、Excel（xlsx）、CSV、テキストのいずれかにしてください。");
        }
        if (!endings.contains(ending)) {
            throw new RefusedException("file.disguised", "「" + name + "」は、名前の拡張子と中身の種類が一致しません。正しい形式で保存し直してください。");
        }
        return type;
    }

    /** Tells xlsx from docx from any other ZIP by its parts; macros, bombs and broken archives are refused. */
    private static String officeType(byte[] bytes) throws IOException {
        String type = "application/zip";
        long unpacked = 0;
        byte[] buffer = new byte[64 * 1024];
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().endsWith("vbaProject.bin")) {
                    return "application/vnd.ms-office.macro";
                }
                if (entry.getName().equals("xl/workbook.xml")) {
                    type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
                } else if (entry.getName().equals("word/document.xml")) {
                    type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
                }
                for (int read = zip.read(buffer); read >= 0; read = zip.read(buffer)) {
                    unpacked += read;
                    if (unpacked > LARGEST_UNPACKED) {
                        return "application/zip";
                    }
                }
            }
        } catch (ZipException broken) {
            return "application/octet-stream";
        }
        return type;
    }

    /** Keeps the name as typed but for what could mislead a person or a file system. */
    private static String safeName(String name) {
        String last = name == null ? "" : name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        String safe = UNSAFE_IN_NAMES.matcher(last).replaceAll("_").strip();
        if (safe.isEmpty()) {
            safe = "無題";
        }
        int points = safe.codePointCount(0, safe.length());
        return points <= 200 ? safe : safe.substring(safe.offsetByCodePoints(0, points - 200));
    }
}
