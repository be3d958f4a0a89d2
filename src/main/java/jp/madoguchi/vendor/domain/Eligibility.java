package jp.madoguchi.vendor.domain;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jp.madoguchi.forms.Answers;

/**
 * What the eligibility table asks of an application (S1-05…S1-07, S1-26, S1-27), as plain values. A figure that was not
 * given counts as not reached.
 */
public final class Eligibility {

    private static final List<String> FUNCTIONS = List.of("procurement", "sale", "settlement", "delivery");

    private Eligibility() {}

    /**
     * @param prefecture two digits of the prefecture in which to make and to be
     */
    public static Map<String, Object> facts(Answers application, String prefecture) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("madeInPrefecture", application.text("madeInPrefecture").equals("yes"));
        boolean domestic = application.text("certifiedInJapan").equals("yes");
        for (String metric : List.of("vfe", "bfe", "pfe")) {
            facts.put(metric, application.number(metric).map(n -> n.doubleValue()).orElse(0.0));
            facts.put(metric + "Certified", domestic && !application.text(metric + "CertificationBody").isBlank()
                    && !application.texts(metric + "Certificate").isEmpty());
        }
        facts.put("siteInPrefecture", application.rows("sites").stream().anyMatch(site -> prefecture.equals(site.get("prefecture"))));
        boolean consortium = application.text("applicantType").equals("consortium");
        for (String function : FUNCTIONS) {
            String by = application.text(function + "By");
            facts.put(function, by.equals("own") || consortium && by.equals("member"));
        }
        return facts;
    }
}
