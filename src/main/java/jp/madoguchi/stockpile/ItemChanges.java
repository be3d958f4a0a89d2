package jp.madoguchi.stockpile;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.Problem;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.programme.Call;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** What the room knows of requests for another product (S2-26). The cases ask for this bean, so the room's services come lazily. */
@Component
class ItemChanges extends ContractorCase {

    private final Cases cases;
    private final Products products;
    private final Programmes programmes;
    private final BusinessClock clock;

    ItemChanges(@Lazy Cases cases, @Lazy Products products, @Lazy Contractors contractors, Programmes programmes, BusinessClock clock) {
        super(contractors);
        this.cases = cases;
        this.products = products;
        this.programmes = programmes;
        this.clock = clock;
    }

    @Override
    public String procedure() {
        return "item-change";
    }

    @Override
    public List<Problem> problems(Programme programme, Call call, Answers answers) {
        List<Problem> problems = new ArrayList<>(Goods.problems(programme, answers));
        ItemChange change = ItemChange.of(answers);
        StockTerms.Item item = StockTerms.of(programme).items().get(change.item());
        if (item != null && change.kind() != null && !item.kinds().contains(change.kind())) {
            problems.add(Goods.problem("newKind", "%sの種別ではありません。".formatted(item.name()), "Not a kind of this item."));
        }
        boolean named = !change.oldMaker().isEmpty() && !change.oldProduct().isEmpty();
        if (problems.isEmpty() && named && !change.item().isEmpty()
                && !products.isInUse(programme, change.item(), change.oldKind(), change.oldMaker(), change.oldProduct(), clock.today())) {
            problems.add(Goods.problem("oldProduct", "備蓄している製品ではありません。製造者と名称を、納品書のとおりに入力してください。", "No product in use."));
        }
        if (named && change.oldMaker().equals(change.maker()) && change.oldProduct().equals(change.product())) {
            problems.add(Goods.problem("product", "いまの製品と同じです。新しい製品を入力してください。", "The same as the present one."));
        }
        answers.date("effectiveFrom").filter(day -> !day.isAfter(clock.today())).ifPresent(day ->
                problems.add(Goods.problem("effectiveFrom", "承認はあらかじめ受けます。明日以降の日を入力してください。", "Approval comes first: from tomorrow on.")));
        return problems;
    }

    /** In force from the day asked for, or from the decision when that comes later: approval comes first. */
    @Override
    public void concluded(CaseFile file, String taskKey, String outcome, Answers answers) {
        if (taskKey.equals(SupplyInstructions.DECIDE) && outcome.equals("granted")) {
            Answers request = cases.submission(file.number()).answers();
            ItemChange change = ItemChange.of(request);
            LocalDate from = from(request);
            products.replace(programmes.get(file.programme()), change, from, file.number());
            cases.tell(file.number(), "stock.product-approved", Actor.SYSTEM, Map.of("product", change.product(), "maker", change.maker(),
                    "from", JapaneseDates.full(from)));
        }
    }

    private LocalDate from(Answers request) {
        LocalDate wanted = request.date("effectiveFrom").orElseThrow();
        return wanted.isBefore(clock.today()) ? clock.today() : wanted;
    }

    /** Lists of other sections tell no product of it (S2-32). */
    @Override
    public String title(Answers answers) {
        return "品目の変更の申請" + answers.date("effectiveFrom").map(from -> "（" + JapaneseDates.full(from) + "から）").orElse("");
    }

    @Override
    public List<String> searchTexts(Answers answers) {
        return List.of(answers.text("oldMaker"), answers.text("oldProduct"), answers.text("maker"), answers.text("product"));
    }
}
