package jp.madoguchi.site.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import jp.madoguchi.casefile.Channel;
import jp.madoguchi.casefile.Documents;
import jp.madoguchi.casefile.Filing;
import jp.madoguchi.casefile.FilingRequest;
import jp.madoguchi.casefile.Place;
import jp.madoguchi.casefile.Receipt;
import jp.madoguchi.casefile.StoredDocument;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.kernel.Actor;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Files and applications. */
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "applications", description = "申請 — files and applications")
class FilingApi {

    static final String KEY = "Idempotency-Key";
    private static final int LONGEST_KEY = 200;

    private final Documents documents;
    private final Filing filing;

    FilingApi(Documents documents, Filing filing) {
        this.documents = documents;
        this.filing = filing;
    }

    /** @param id what a file answer holds @param type by content */
    record UploadView(String id, String sha256, String name, long size, String type) {}

    enum SentBy {
        @JsonProperty("web") WEB, @JsonProperty("postal") POSTAL, @JsonProperty("office") OFFICE;

        private Channel channel() {
            return Channel.valueOf(name());
        }
    }

    record Application(
            @Schema(description = "by key of the form; a file answer holds ids of uploads", requiredMode = Schema.RequiredMode.REQUIRED)
            Map<String, Object> answers,
            @Schema(description = "ids of uploads by path of the file field, laid over answers: {\"vfeCertificate\": [\"d-…\"]}")
            Map<String, List<String>> uploads,
            @Schema(description = "web (applicants, the default), postal (staff enter a paper application), office (staff's own calls)")
            SentBy channel) {}

    /** The same for a repeated request, to the byte: nothing in it tells the first time from the second. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ReceiptView(String caseNumber, OffsetDateTime arrivedAt, int round, boolean late, String contentHash,
                       @Schema(description = "first come, first served: a slot, or the place in the queue, as fixed on arrival") Place place) {

        static ReceiptView of(Receipt receipt, Place place) {
            return new ReceiptView(receipt.caseNumber().value(), Jst.of(receipt.arrivedAt()), receipt.round(), receipt.late(),
                    receipt.contentHash(), place);
        }
    }

    @PostMapping(path = "/uploads", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "ファイルの送信 / store a file, at most 10 MB, for a later application")
    UploadView upload(@RequestPart MultipartFile file, Actor actor) throws IOException {
        Documents.checkSize(file.getOriginalFilename(), file.getSize());
        StoredDocument stored = documents.store(actor, file.getOriginalFilename(), file.getBytes());
        return new UploadView(stored.id(), stored.sha256(), stored.name(), stored.size(), stored.type());
    }

    @PostMapping(path = "/calls/{programme}/{call}/applications", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "申請 / file an application",
            description = "The same request again (same account, same Idempotency-Key, same content) has no further effect and gets the "
                    + "same answer, 201 with the same bytes. The key with another content is refused with 409 request.stale. What is "
                    + "merely missing is accepted and leads to a correction; unsafe or meaningless answers get 422 with JSON pointers.")
    ResponseEntity<ReceiptView> file(@PathVariable String programme, @PathVariable String call,
                                     @Parameter(description = "new for each application, at most 200 characters") @RequestHeader(KEY) String key,
                                     @RequestBody Application application, Actor actor) {
        Given.signedIn(actor);
        if (key.isBlank() || key.length() > LONGEST_KEY) {
            throw new BadRequestException("idempotency-key.length", null, "Idempotency-Key は1〜200文字にしてください。",
                    "Idempotency-Key has 1 to 200 characters.");
        }
        Receipt receipt = filing.file(new FilingRequest(programme, call, withUploads(application), key, actor,
                actor.isStaff() ? null : actor.id(), channel(application, actor)));
        return ResponseEntity.status(HttpStatus.CREATED).header("Location", "/api/v1/cases/" + receipt.caseNumber())
                .body(ReceiptView.of(receipt, filing.placeOnArrival(receipt.caseNumber()).orElse(null)));
    }

    private static Channel channel(Application application, Actor actor) {
        if (actor.isStaff() && application.channel() == null) {
            throw new BadRequestException("channel.missing", "/channel", "職員が提出するときは、channel に postal（郵送・窓口）または office（庁内）を指定してください。",
                    "Staff say how it came in: channel is postal or office.");
        }
        return application.channel() == null ? Channel.WEB : application.channel().channel();
    }

    private static Answers withUploads(Application application) {
        Answers answers = Given.requiredAnswers(application.answers());
        if (application.uploads() == null) {
            return answers;
        }
        for (Map.Entry<String, List<String>> field : application.uploads().entrySet()) {
            try {
                answers = answers.with(field.getKey(), field.getValue());
            } catch (IllegalArgumentException shape) {
                throw new BadRequestException("uploads.shape", "/uploads", "uploads は、ファイル項目ごとのアップロードIDの配列にしてください。",
                        "uploads holds an array of upload ids for each file field.");
            }
        }
        return answers;
    }
}
