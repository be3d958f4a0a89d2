package jp.madoguchi.merchant;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jp.madoguchi.banking.BankDirectory;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.CaseKind;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.Problem;
import jp.madoguchi.kernel.Verdict;
import jp.madoguchi.merchant.domain.Guideline;
import jp.madoguchi.merchant.domain.Merchant;
import jp.madoguchi.merchant.domain.MerchantRepository;
import jp.madoguchi.merchant.domain.ShopAccount;
import jp.madoguchi.programme.Call;
import jp.madoguchi.programme.Programme;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** What the merchant room knows of its three kinds of cases. The cases ask for these beans, so theirs come lazily. */
@Configuration(proxyBeanMethods = false)
class MerchantCases {

    static final String RECRUITMENT = "merchant-application";
    private static final String DECIDE = "UserTask_Decide";

    @Bean
    CaseKind merchantApplications(BankDirectory banks, @Lazy Screenings screenings) {
        return new Applications(banks, screenings);
    }

    @Bean
    CaseKind merchantChanges(MerchantRepository register, BankDirectory banks, @Lazy Cases cases) {
        return new Changes(register, cases, banks);
    }

    @Bean
    CaseKind merchantViolations(MerchantRepository register, @Lazy Cases cases, @Lazy Merchants merchants, BusinessClock clock) {
        return new Violations(register, cases, merchants, clock);
    }

    /** The account and the place, as far as they were answered (S3-07, requirements §2.5, §2.7.1). */
    private static List<Problem> shopProblems(Programme programme, Answers answers, BankDirectory banks) {
        List<Problem> problems = new ArrayList<>(ShopAccount.problems(answers, banks));
        Guideline guideline = Guideline.of(programme);
        String address = answers.text("shopAddress");
        String postalCode = answers.text("shopPostalCode");
        if (!address.isBlank() && !guideline.isInCity(address)) {
            problems.add(new Problem("shopAddress", "outside", "所在地が「" + guideline.city() + "」から始まっていません。" + guideline.city()
                    + "の店舗が対象です。所在地を確かめてください。", "The address does not begin with " + guideline.city()
                    + ". Only shops in the city are eligible; check the address.", true));
        }
        if (postalCode.matches("[0-9]{7}") && !guideline.mayBePostalCode(postalCode)) {
            problems.add(new Problem("shopPostalCode", "outside", "この郵便番号は、" + guideline.city() + "のものではないようです。番号を確かめてください。",
                    "This postal code does not seem to belong to " + guideline.city() + ". Check it.", true));
        }
        return problems;
    }

    private record Applications(BankDirectory banks, Screenings screenings) implements CaseKind {

        @Override
        public String procedure() {
            return RECRUITMENT;
        }

        @Override
        public List<Problem> problems(Programme programme, Call call, Answers answers) {
            List<Problem> problems = shopProblems(programme, answers, banks);
            List<String> trades = answers.texts("excludedTrades");
            if (trades.size() > 1 && trades.contains("none")) {
                problems.add(new Problem("excludedTrades", "contradiction", "「いずれにも該当しない」と、ほかの項目を同時に選ぶことはできません。",
                        "\"None of these\" cannot be chosen together with another entry.", false));
            }
            return problems;
        }

        /** One running application a shop: who sends it twice gets the number of the first. */
        @Override
        public Verdict mayFile(Programme programme, Call call, Answers answers, String party) {
            Optional<String> running = party == null ? Optional.empty() : screenings.running(programme.code(), party, answers);
            return running.map(number -> Verdict.refused("merchant.applied-already", "この店舗の申込みは、すでに受け付けています（受付番号 " + number
                    + "）。内容を直すときは、事務局からの補正の依頼をお待ちいただくか、取り下げてから申し込んでください。")).orElse(Verdict.ACCEPTED);
        }

        @Override
        public void filed(CaseFile file, Answers answers) {
            screenings.note(file, answers, file.arrivedAt());
        }

        /** S3-53: nobody is registered without the pledge. */
        @Override
        public Verdict mayConclude(CaseFile file, String taskKey, String outcome, Answers answers) {
            return taskKey.equals(DECIDE) && outcome.equals("granted") && screenings.pledge(file.number()).isEmpty()
                    ? Verdict.refused("merchant.no-pledge", "不正使用をしない旨の誓約がないため、登録を決定できません。")
                    : Verdict.ACCEPTED;
        }

        @Override
        public String title(Answers answers) {
            return answers.text("shopName");
        }

        @Override
        public List<String> searchTexts(Answers answers) {
            return List.of(answers.text("shopKana"), answers.text("ownerName"), answers.text("corporateNumber"), answers.text("shopAddress"),
                    answers.text("contactName"), answers.text("contactPhone"));
        }

        @Override
        public String addressee(Answers answers) {
            return (answers.text("shopName") + "　" + answers.text("ownerName")
                    + (answers.text("representativeName").isBlank() ? "" : "　" + answers.text("representativeName"))).strip();
        }

        @Override
        public String mailAddress(Answers answers) {
            return answers.text("contactEmail").isBlank() ? null : answers.text("contactEmail");
        }
    }

    /** A case about a merchant that its form names by number. */
    private abstract static class AboutMerchant implements CaseKind {

        final MerchantRepository register;
        final Cases cases;

        AboutMerchant(MerchantRepository register, Cases cases) {
            this.register = register;
            this.cases = cases;
        }

        Optional<Merchant> merchant(Answers answers) {
            return register.findById(answers.text("merchantNumber").strip());
        }

        /** @param party null when staff file it, for any merchant of the programme */
        Verdict mayFile(Programme programme, Answers answers, String party) {
            return merchant(answers).filter(merchant -> merchant.programme().equals(programme.code()))
                    .filter(merchant -> party == null || party.equals(merchant.party())).map(AboutMerchant::stillRegistered)
                    .orElse(Verdict.refused("merchant.unknown", "登録番号が見つかりません。登録の通知に記載された番号を入力してください。"));
        }

        private static Verdict stillRegistered(Merchant merchant) {
            return merchant.isRegistered() ? Verdict.ACCEPTED
                    : Verdict.refused("merchant.left", "この登録番号の加盟店は、すでに" + merchant.state().label() + "となっています。");
        }

        /** It may have left while the case went on. */
        @Override
        public Verdict mayConclude(CaseFile file, String taskKey, String outcome, Answers answers) {
            return taskKey.equals(DECIDE) && outcome.equals("granted")
                    ? merchant(cases.submission(file.number()).answers()).map(AboutMerchant::stillRegistered).orElseThrow() : Verdict.ACCEPTED;
        }

        @Override
        public String title(Answers answers) {
            return merchant(answers).map(Merchant::shopName).orElse(answers.text("merchantNumber"));
        }

        @Override
        public List<String> searchTexts(Answers answers) {
            List<String> texts = new ArrayList<>(List.of(answers.text("merchantNumber"), answers.text("shopName"), answers.text("shopKana")));
            merchant(answers).ifPresent(merchant -> texts.addAll(List.of(merchant.shopKana(), merchant.ownerName())));
            return texts;
        }

        @Override
        public String addressee(Answers answers) {
            return merchant(answers).map(merchant -> merchant.shopName() + "　" + merchant.ownerName()).orElse(answers.text("merchantNumber"));
        }

        @Override
        public String mailAddress(Answers answers) {
            return merchant(answers).map(Merchant::email).orElse(null);
        }
    }

    private static final class Changes extends AboutMerchant {

        private final BankDirectory banks;

        Changes(MerchantRepository register, Cases cases, BankDirectory banks) {
            super(register, cases);
            this.banks = banks;
        }

        @Override
        public String procedure() {
            return "merchant-change";
        }

        @Override
        public List<Problem> problems(Programme programme, Call call, Answers answers) {
            return shopProblems(programme, answers, banks);
        }

        @Override
        public Verdict mayFile(Programme programme, Call call, Answers answers, String party) {
            return mayFile(programme, answers, party);
        }

        /** A new account must be one that money can be sent to. */
        @Override
        public Verdict mayConclude(CaseFile file, String taskKey, String outcome, Answers answers) {
            Answers change = cases.submission(file.number()).answers();
            return taskKey.equals(DECIDE) && outcome.equals("granted") && change.texts("changeItems").contains("account")
                    && ShopAccount.of(change, banks).isEmpty()
                    ? Verdict.refused("merchant.no-account", "新しい口座の記入が足りないため、変更を決定できません。差し戻して補正を求めてください。")
                    : super.mayConclude(file, taskKey, outcome, answers);
        }
    }

    private static final class Violations extends AboutMerchant {

        private final Merchants merchants;
        private final BusinessClock clock;

        Violations(MerchantRepository register, Cases cases, Merchants merchants, BusinessClock clock) {
            super(register, cases);
            this.merchants = merchants;
            this.clock = clock;
        }

        @Override
        public String procedure() {
            return "merchant-violation";
        }

        @Override
        public Verdict mayFile(Programme programme, Call call, Answers answers, String party) {
            return mayFile(programme, answers, null);
        }

        /** The merchant answers on its own page. */
        @Override
        public String concerns(Programme programme, Answers answers) {
            return merchant(answers).map(Merchant::party).orElse(null);
        }

        @Override
        public Verdict mayConclude(CaseFile file, String taskKey, String outcome, Answers answers) {
            boolean late = taskKey.equals("UserTask_Explain")
                    && merchants.explanationDue(file.number()).filter(due -> clock.today().isAfter(due)).isPresent();
            return late ? Verdict.refused("merchant.explanation-late", "弁明書の提出期限を過ぎているため、提出できません。")
                    : super.mayConclude(file, taskKey, outcome, answers);
        }

        @Override
        public void concluded(CaseFile file, String taskKey, String outcome, Answers answers) {
            if (outcome.equals("guide")) {
                merchants.guide(file.number());
            } else if (outcome.equals("grave") || outcome.equals("unimproved")) {
                merchants.openHearing(file.number());
            } else if (taskKey.equals(DECIDE) && outcome.equals("refused")) {
                merchants.retain(file.number());
            }
        }
    }
}
