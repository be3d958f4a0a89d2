package jp.madoguchi.premium;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.CaseKind;
import jp.madoguchi.casefile.CasePage;
import jp.madoguchi.casefile.Place;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.Problem;
import jp.madoguchi.forms.SearchKeys;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.Verdict;
import jp.madoguchi.premium.Rights.Standing;
import jp.madoguchi.programme.Call;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** What the premium room knows of a citizen's application. The cases ask for this bean, so the room's services come lazily. */
@Component
class PremiumCases implements CaseKind {

    private static final int OLDEST = 130;

    private final Applications applications;
    private final Rights rights;
    private final Programmes programmes;
    private final BusinessClock clock;

    PremiumCases(@Lazy Applications applications, @Lazy Rights rights, @Lazy Programmes programmes, BusinessClock clock) {
        this.applications = applications;
        this.rights = rights;
        this.programmes = programmes;
        this.clock = clock;
    }

    @Override
    public String procedure() {
        return Terms.SALE;
    }

    /** S5-08, S5-11. */
    @Override
    public List<Problem> problems(Programme programme, Call call, Answers answers) {
        Terms terms = Terms.of(programme);
        List<Problem> problems = new ArrayList<>();
        if (answers.text("sets").matches("[0-9]{1,9}") && Integer.parseInt(answers.text("sets")) > terms.cap()) {
            problems.add(new Problem("sets", "cap",
                "申し込めるのは、1人%dセットまでです。".formatted(terms.cap()), "At most %d sets a person.".formatted(terms.cap()), false));
        }
        LocalDate today = clock.today();
        answers.date("birthDate").filter(born -> born.isAfter(today) || born.isBefore(today.minusYears(OLDEST))).ifPresent(born -> problems.add(new Problem(
                "birthDate", "range", "生年月日を確かめてください。", "Please check the date of birth.", false)));
        String address = SearchKeys.of(answers.text("address")).replace(" ", "");
        if (!address.isEmpty() && !address.contains(SearchKeys.of(terms.city())) && terms.district(address).equals(Terms.ELSEWHERE)) {
            problems.add(new Problem("address", "city", "申し込めるのは、%sに住んでいる人です。%sの住所を入力してください。".formatted(terms.city(), terms.city()),
                    "Only residents of the city may apply. Enter your address in the city.", false));
        }
        return problems;
    }

    @Override
    public void filed(CaseFile file, Answers answers) {
        applications.filed(file, answers);
    }

    @Override
    public Verdict mayConclude(CaseFile file, String taskKey, String outcome, Answers answers) {
        return taskKey.equals(Applications.REVIEW) && outcome.equals("link") && applications.linkable(file.number()).isEmpty()
                ? Verdict.refused("premium.link", "同じ人として受け付けられるのは、別の販売回に似た申込みがあるときだけです。同じ回の二度目の申込みは、受け付けないでください。")
                : Verdict.ACCEPTED;
    }

    @Override
    public void concluded(CaseFile file, String taskKey, String outcome, Answers answers) {
        if (taskKey.equals(Applications.REVIEW)) {
            applications.reviewed(file.number(), outcome);
        }
    }

    @Override
    public List<CasePage> pages(CaseFile file) {
        return applications.likenesses(file.number()).isEmpty() ? List.of() : List.of(new CasePage("似た申込みとの比較", "Applications that look alike",
                "/premium/" + file.programme() + "/lots/" + applications.get(file.number()).lot()));
    }

    /** What was bought stays bought. */
    @Override
    public Verdict mayWithdraw(CaseFile file) {
        return rights.bought(file.number()) > 0
                ? Verdict.refused("premium.bought", "すでに購入したセットがあるため、取り下げられません。残りを購入しないときは、そのままで構いません。") : Verdict.ACCEPTED;
    }

    @Override
    public Optional<Place> placeOnArrival(CaseNumber number) {
        return application(number).map(PremiumCases::lot);
    }

    @Override
    public Optional<Place> placeNow(CaseNumber number) {
        return application(number).flatMap(one -> switch (one.state()) {
            case ARRIVED, ACCEPTED -> Optional.of(rights.standing(number).map(standing -> drawn(one, standing)).orElseGet(() -> lot(one)));
            case HELD -> Optional.of(held(one));
            case REJECTED -> Optional.of(rejected(one, DataScope.within(DataScope.EVERYTHING, () -> applications.rejection(number))));
            case LEFT -> Optional.empty();
        });
    }

    private Optional<Applications.Application> application(CaseNumber number) {
        return DataScope.within(DataScope.EVERYTHING, () -> applications.find(number));
    }

    private static Place lot(Applications.Application one) {
        return place("lot", one.sets(), "抽選番号は %s です（%dセット）。抽選の後、結果をこのページとメールでお知らせします。".formatted(one.lot(), one.sets()),
                "Your lot is %s (%d sets). After the draw you find the result here and by e-mail.".formatted(one.lot(), one.sets()));
    }

    private static Place held(Applications.Application one) {
        return place("held", one.sets(), "抽選番号は %s です（%dセット）。申込みの内容を確認しています。確認できた申込みが抽選の対象になります。".formatted(one.lot(), one.sets()),
                "Your lot is %s (%d sets). We are checking your application; it takes part in the draw once it is confirmed.".formatted(one.lot(), one.sets()));
    }

    private static Place rejected(Applications.Application one, String reason) {
        return place("rejected", 0, "申込みは受け付けられませんでした（抽選番号 %s）。理由：%s".formatted(one.lot(), reason),
                "Your application (lot %s) was not accepted. The reason: %s".formatted(one.lot(), reason));
    }

    private Place drawn(Applications.Application one, Standing now) {
        if (now.open() > 0 && !clock.today().isAfter(now.until())) {
            LocalDate from = Terms.of(programmes.get(one.programme())).round(one.round()).orElseThrow().from();
            boolean begun = !clock.today().isBefore(from);
            return place("right", now.open(), "%s（抽選番号 %s）。%s%sまでに、アプリで%dセットを購入できます。%s".formatted(now.promoted() ? "繰上げで当選しました" : "当選しました", one.lot(),
                    begun ? "" : JapaneseDates.fullWithWeekday(from) + "から", JapaneseDates.fullWithWeekday(now.until()), now.open(),
                    now.bought() > 0 ? "購入済みは%dセットです。".formatted(now.bought()) : ""),
                    "You won (lot %s). Buy %d sets in the app %suntil %s.%s".formatted(one.lot(), now.open(), begun ? "" : "from " + from + " ", now.until(),
                            now.bought() > 0 ? " Bought: %d.".formatted(now.bought()) : ""));
        }
        if (now.bought() > 0) {
            return place("bought", now.bought(), "%dセットを購入しました（抽選番号 %s）。".formatted(now.bought(), one.lot()),
                    "You bought %d sets (lot %s).".formatted(now.bought(), one.lot()));
        }
        if (now.reserve() != null) {
            return place("reserve", now.reserve(), "補欠です（抽選番号 %s、繰上げの順位 %,d番）。購入しない人が出たときは、順番に繰り上がり、メールでお知らせします。".formatted(one.lot(), now.reserve()),
                    "You are in reserve (lot %s, place %d). You move up when others do not buy; we write to you then.".formatted(one.lot(), now.reserve()));
        }
        return now.granted() > 0 ? place("lapsed", 0, "購入の期限（%s）までに購入されなかったため、購入の権利は失効しました（抽選番号 %s）。".formatted(
                        JapaneseDates.fullWithWeekday(now.until()), one.lot()), "Your right (lot %s) lapsed on %s.".formatted(one.lot(), now.until()))
                : place("ended", 0, "販売が終わりました。繰上げの順番は来ませんでした（抽選番号 %s）。".formatted(one.lot()),
                        "The sale is over; your turn in reserve did not come (lot %s).".formatted(one.lot()));
    }

    private static Place place(String kind, int number, String ja, String en) {
        return new Place(kind, number, ja, en, true);
    }

    @Override
    public String title(Answers answers) {
        return answers.text("name");
    }

    @Override
    public List<String> searchTexts(Answers answers) {
        return List.of(answers.text("kana"), answers.text("phone"), answers.text("address"));
    }

    @Override
    public String mailAddress(Answers answers) {
        return answers.text("email").isBlank() ? null : answers.text("email");
    }
}
