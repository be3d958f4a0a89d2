package jp.madoguchi.subsidy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import jp.madoguchi.casefile.Documents;
import jp.madoguchi.casefile.StoredDocument;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseEvent;
import jp.madoguchi.kernel.Csv;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.programme.Programme;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What leaves the house with a list of payments: the bank's file, the table and the receipts. Each taking is on the trail. */
@Service
@Transactional
public class PaymentPapers {

    private final Payments payments;
    private final Subsidies subsidies;
    private final Documents documents;
    private final ApplicationEventPublisher events;
    private final JdbcClient jdbc;

    PaymentPapers(Payments payments, Subsidies subsidies, Documents documents, ApplicationEventPublisher events, JdbcClient jdbc) {
        this.payments = payments;
        this.subsidies = subsidies;
        this.documents = documents;
        this.events = events;
        this.jdbc = jdbc;
    }

    /** A file to take away. */
    public record Download(String name, String type, byte[] content) {}

    /** The transfer file, byte for byte as released. @throws RefusedException before the release */
    public Download file(Programme programme, int number, Actor actor) {
        mustBeOfTheCity(actor);
        Payments.Batch batch = payments.batch(programme, number);
        if (batch.fileName() == null) {
            throw new RefusedException("payment.unreleased", "この一覧は、まだ承認されていません。");
        }
        takenOut(programme, "第%d回の振込ファイル".formatted(number), actor);
        return new Download(batch.fileName(), "text/plain; charset=JIS_X0201", jdbc
                .sql("select file from subsidy_batch where programme = ? and number = ?").params(programme.code(), number)
                .query((row, n) -> row.getBytes(1)).single());
    }

    /** The list as a table for the city's finance. */
    public Download csv(Programme programme, int number, Actor actor) {
        mustBeOfTheCity(actor);
        Payments.Batch batch = payments.batch(programme, number);
        takenOut(programme, "第%d回の振込一覧CSV".formatted(number), actor);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Csv.Table table = Csv.write(out, Csv.Format.OPEN_DATA, Csv.Column.text("顧客コード1"), Csv.Column.text("受付番号"),
                Csv.Column.text("加盟店番号"), Csv.Column.text("加盟店"), Csv.Column.text("銀行コード"), Csv.Column.text("支店コード"),
                Csv.Column.text("預金種目"), Csv.Column.text("口座番号"), Csv.Column.text("口座名義"), Csv.Column.number("振込金額"),
                Csv.Column.text("振込指定日"), Csv.Column.text("振込日"), Csv.Column.text("不能・組戻の理由"))) {
            for (Payments.Payment one : payments.payments(programme, number)) {
                table.row("%010d".formatted(Payments.sequence(one.number())), one.number().value(), one.merchant(), one.shop(), one.account().bank(),
                        one.account().branch(), one.account().type().wording(), one.account().number(), one.account().holder(), one.amount(),
                        batch.transferOn(), one.paidOn(), one.reason());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Download("subsidy-payments-%03d.csv".formatted(number), "text/csv; charset=UTF-8", out.toByteArray());
    }

    /** S3-64: the list of what was bought, and every receipt, as one ZIP; the same list gives the same bytes. */
    public Download evidence(Programme programme, int number, Actor actor) {
        Payments.Batch batch = payments.batch(programme, number);
        takenOut(programme, "第%d回の証拠書類".formatted(number), actor);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FileTime at = FileTime.from(batch.madeAt());
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            ByteArrayOutputStream list = new ByteArrayOutputStream();
            try (Csv.Table table = Csv.write(list, Csv.Format.OPEN_DATA, Csv.Column.text("受付番号"), Csv.Column.text("加盟店番号"),
                    Csv.Column.text("加盟店"), Csv.Column.text("許可の日"), Csv.Column.text("販売店"), Csv.Column.text("購入日"),
                    Csv.Column.text("端末"), Csv.Column.number("価格"), Csv.Column.number("補助の額"), Csv.Column.text("領収書番号"),
                    Csv.Column.text("領収書ファイル"), Csv.Column.text("SHA-256"))) {
                for (Payments.Payment one : payments.payments(programme, number)) {
                    Subsidies.Purchase bought = subsidies.purchase(one.number()).orElseThrow();
                    StoredDocument receipt = documents.get(bought.receipt());
                    String name = "領収書/" + one.number() + receipt.name().substring(Math.max(0, receipt.name().lastIndexOf('.')));
                    entry(zip, name, at, documents.bytes(bought.receipt()));
                    table.row(one.number().value(), one.merchant(), one.shop(), subsidies.permission(one.number()).orElseThrow().permittedOn(),
                            bought.dealer(), bought.purchasedOn(), bought.device(), bought.price(), one.amount(), bought.receiptNumber(), name,
                            bought.receiptSha256());
                }
            }
            entry(zip, "一覧.csv", at, list.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Download("subsidy-evidence-%03d.zip".formatted(number), "application/zip", out.toByteArray());
    }

    private static void entry(ZipOutputStream zip, String name, FileTime at, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setLastModifiedTime(at);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    /** Accounts are the city's business, not its contractor's (requirements §2.14). */
    private static void mustBeOfTheCity(Actor actor) {
        if (actor.kind() != Actor.Kind.STAFF) {
            throw new NotFoundException("payment file");
        }
    }

    private void takenOut(Programme programme, String what, Actor actor) {
        events.publishEvent(CaseEvent.ofInstallation("export.subsidy", programme.government(), actor, Map.of("what", what)));
    }
}
