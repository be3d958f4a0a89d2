package jp.madoguchi.vendor;

import java.util.List;
import jp.madoguchi.casefile.CaseKind;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.kernel.Verdict;
import jp.madoguchi.programme.Call;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.vendor.domain.Vendor;
import jp.madoguchi.vendor.domain.VendorRepository;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the vendor room knows of its three kinds of cases. */
@Configuration(proxyBeanMethods = false)
class VendorCases {

    @Bean
    CaseKind vendorApplications() {
        return new Applications();
    }

    @Bean
    CaseKind vendorChanges(VendorRepository vendors) {
        return new Changes(vendors);
    }

    @Bean
    CaseKind emergencyActivations() {
        return new Activations();
    }

    private static final class Applications implements CaseKind {

        @Override
        public String procedure() {
            return "vendor-application";
        }

        @Override
        public String title(Answers answers) {
            return answers.text("companyName");
        }

        @Override
        public List<String> searchTexts(Answers answers) {
            return List.of(answers.text("companyKana"), answers.text("corporateNumber"), answers.text("representativeName"),
                    answers.text("contactName"), answers.text("contactPhone"), answers.text("productName"));
        }

        @Override
        public String addressee(Answers answers) {
            return (answers.text("companyName") + "　" + answers.text("representativeTitle") + "　"
                    + answers.text("representativeName")).strip();
        }

        @Override
        public String mailAddress(Answers answers) {
            return answers.text("contactEmail").isBlank() ? null : answers.text("contactEmail");
        }
    }

    private record Changes(VendorRepository vendors) implements CaseKind {

        @Override
        public String procedure() {
            return "vendor-change";
        }

        /** Only a registered vendor, for itself; staff enter what came on paper for any vendor of their government. */
        @Override
        public Verdict mayFile(Programme programme, Call call, Answers answers, String party) {
            return vendors.findById(answers.text("vendorNumber"))
                    .filter(vendor -> vendor.programme().equals(programme.code()))
                    .filter(vendor -> party == null || party.equals(vendor.party()))
                    .map(vendor -> vendor.state() == Vendor.State.CANCELLED
                            ? Verdict.refused("vendor.cancelled", "この登録番号の登録は、すでに取り消されています。") : Verdict.ACCEPTED)
                    .orElse(Verdict.refused("vendor.unknown", "登録番号が見つかりません。通知書に記載された登録番号を入力してください。"));
        }

        @Override
        public String title(Answers answers) {
            return vendors.findById(answers.text("vendorNumber")).map(Vendor::name).orElse(answers.text("vendorNumber"));
        }

        @Override
        public List<String> searchTexts(Answers answers) {
            return List.of(answers.text("vendorNumber"), answers.text("newCompanyName"), answers.text("newCompanyKana"));
        }
    }

    private static final class Activations implements CaseKind {

        @Override
        public String procedure() {
            return "emergency-activation";
        }

        @Override
        public String title(Answers answers) {
            return "緊急時の稼働（" + answers.text("operationFrom") + "〜" + answers.text("operationTo") + "）";
        }

        @Override
        public List<String> searchTexts(Answers answers) {
            return List.of(answers.text("activationReason"));
        }
    }
}
