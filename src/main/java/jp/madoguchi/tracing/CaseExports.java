package jp.madoguchi.tracing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import jp.madoguchi.audit.Trail;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.Documents;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.Sha256;
import jp.madoguchi.letters.Letters;
import jp.madoguchi.workflow.Walks;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * A case as one JSON file: its trail with proofs (docs/audit-trail.md), which {@code verify-trail} checks, and beside it
 * the member {@code record} with what the case's own tables hold. The signature covers the trail; documents and letters
 * stand in the record by their SHA-256.
 */
@Service
@Transactional
public class CaseExports {

    private final Cases cases;
    private final Trail trail;
    private final Documents documents;
    private final Letters letters;
    private final Walks walks;
    private final ObjectMapper json;

    CaseExports(Cases cases, Trail trail, Documents documents, Letters letters, Walks walks, ObjectMapper json) {
        this.cases = cases;
        this.trail = trail;
        this.documents = documents;
        this.letters = letters;
        this.walks = walks;
        this.json = json;
    }

    /**
     * Makes the file and records that it was made, with its hash.
     *
     * @param keptSize size of a tree head the reader has kept, for which a consistency proof is added; or null
     * @return JSON, UTF-8
     * @throws jp.madoguchi.kernel.NotFoundException when there is no such case in this scope, or the tree is smaller than keptSize
     */
    public byte[] export(String number, Long keptSize, Actor auditor) {
        CaseFile file = cases.get(number);
        byte[] bytes = (json(file, keptSize) + "\n").getBytes(StandardCharsets.UTF_8);
        cases.tell(file.number(), "export.case", auditor, Map.of("sha256", Sha256.hexOf(bytes)));
        return bytes;
    }

    /** Whether a text somebody typed is the size of a head there has been. */
    public boolean canProveFrom(String size) {
        return size.matches("[0-9]{1,18}") && Long.parseLong(size) >= 1
                && trail.head().filter(head -> Long.parseLong(size) <= head.size()).isPresent();
    }

    private String json(CaseFile file, Long keptSize) {
        try {
            ObjectNode export = (ObjectNode) json.readTree(trail.exportCase(file.number(), keptSize));
            export.set("record", record(file));
            return json.writerWithDefaultPrettyPrinter().writeValueAsString(export);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private ObjectNode record(CaseFile file) throws JsonProcessingException {
        ObjectNode record = json.createObjectNode();
        record.put("caseNumber", file.number().value()).put("title", file.title()).put("government", file.government())
                .put("section", file.section()).put("programme", file.programme()).put("programmeVersion", file.programmeHash())
                .put("call", file.call()).put("procedure", file.procedure()).put("channel", file.channel().name())
                .put("status", file.status().name()).put("decision", file.decision()).put("late", file.late())
                .put("arrivedAt", text(file.arrivedAt())).put("decidedAt", text(file.decidedAt())).put("closedAt", text(file.closedAt()));
        ArrayNode submissions = record.putArray("submissions");
        for (var submission : cases.submissions(file.number())) {
            submissions.addObject().put("round", submission.round()).put("form", submission.form()).put("formVersion", submission.formHash())
                    .put("contentHash", submission.contentHash()).put("submittedBy", submission.submittedByName())
                    .put("submittedAt", text(submission.submittedAt())).set("answers", json.readTree(submission.answers().toJson()));
        }
        ArrayNode tasks = record.putArray("tasks");
        for (var task : cases.records(file.number())) {
            ObjectNode node = tasks.addObject().put("id", task.taskId()).put("task", task.taskKey()).put("name", task.taskName())
                    .put("actor", task.actor()).put("actorName", task.actorName()).put("title", task.title())
                    .put("onBehalfOf", task.onBehalfOf()).put("onBehalfOfName", task.onBehalfOfName()).put("outcome", task.outcome())
                    .put("outcomeLabel", task.outcomeLabel()).put("comment", task.comment()).put("form", task.form())
                    .put("formVersion", task.formHash()).put("concludedAt", text(task.concludedAt()));
            node.set("answers", task.answers() == null ? null : json.readTree(task.answers()));
        }
        ArrayNode files = record.putArray("documents");
        documents.ofCase(file.number().value()).forEach(document -> files.addObject().put("id", document.id()).put("name", document.name())
                .put("type", document.type()).put("size", document.size()).put("sha256", document.sha256())
                .put("uploadedAt", text(document.uploadedAt())));
        ArrayNode sent = record.putArray("letters");
        letters.ofCase(file.number()).forEach(letter -> sent.addObject().put("id", letter.id()).put("number", letter.number())
                .put("subject", letter.subject()).put("issuedOn", text(letter.issuedOn())).put("sha256", letter.sha256())
                .put("size", letter.size()).put("delivery", letters.delivery(letter).state().name()));
        record.set("walks", json.valueToTree(List.copyOf(walks.of(file.number()))));
        record.set("judgements", json.valueToTree(List.copyOf(walks.judgements(file.number()))));
        return record;
    }

    private static String text(Object moment) {
        return moment == null ? null : moment.toString();
    }
}
