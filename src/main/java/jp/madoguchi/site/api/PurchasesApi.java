package jp.madoguchi.site.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.premium.PremiumOffice;
import jp.madoguchi.premium.Purchases.Sale;
import jp.madoguchi.premium.Purchases;
import jp.madoguchi.premium.Terms;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What the currency's platform sold, as it sells it. */
@RestController
@RequestMapping(path = "/api/v1/premium", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "premium", description = "抽選販売 — sales of premium currency")
class PurchasesApi {

    private static final int LONGEST_TRANSACTION = 64;

    private final Purchases purchases;
    private final PremiumOffice office;
    private final Programmes programmes;

    PurchasesApi(Purchases purchases, PremiumOffice office, Programmes programmes) {
        this.purchases = purchases;
        this.office = office;
        this.programmes = programmes;
    }

    record Purchase(
            @Schema(description = "the platform's own number; counts once", requiredMode = Schema.RequiredMode.REQUIRED) String transaction,
            @Schema(description = "抽選番号, as its buyer was told", requiredMode = Schema.RequiredMode.REQUIRED) String lot,
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) Integer sets,
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) Long yen,
            @Schema(description = "when it was bought", requiredMode = Schema.RequiredMode.REQUIRED) OffsetDateTime at) {}

    @PostMapping(path = "/{programme}/purchases", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "販売の記録 / record a sale", description = "The same again has no further effect and gets the same answer. What no right covers, "
            + "or what would exceed the total, the sum or a person's cap, is refused with 409.")
    Purchase buy(@PathVariable String programme, @RequestBody Purchase bought, Actor actor) {
        Programme found = programmes.get(programme);
        if (!DataScope.coversProgramme(found.government(), found.code()) || !Terms.setBy(found) || !office.mayReportSales(found, actor)) {
            throw new NotFoundException("sale of " + programme);
        }
        String transaction = Given.text(bought.transaction());
        if (transaction.isEmpty() || transaction.length() > LONGEST_TRANSACTION || bought.lot() == null || bought.sets() == null || bought.yen() == null
                || bought.at() == null) {
            throw new BadRequestException("purchase.missing", null, "transaction（64文字以内）、lot、sets、yen、at が必要です。",
                    "transaction (at most 64 characters), lot, sets, yen and at are required.");
        }
        LocalDateTime at = LocalDateTime.ofInstant(bought.at().toInstant(), BusinessClock.JST).truncatedTo(ChronoUnit.SECONDS);
        purchases.buy(found, new Sale(transaction, Given.text(bought.lot()), bought.sets(), bought.yen(), at));
        return bought;
    }
}
