package jp.madoguchi.support;

import java.util.List;
import java.util.Map;

/** The vendor's application as the API takes it. */
public final class VendorForm {

    private VendorForm() {}

    /** Safe answers without any paper: accepted, to be corrected later. */
    public static Map<String, Object> withoutPapers(String company) {
        return Map.ofEntries(Map.entry("applicantType", "single"), Map.entry("companyName", company),
                Map.entry("companyKana", "ジョウモウマスク"), Map.entry("representativeTitle", "代表取締役"), Map.entry("representativeName", "上毛　花子"),
                Map.entry("postalCode", "371-0026"), Map.entry("prefecture", "10"), Map.entry("address", "群馬県前橋市大手町一丁目1番1号"),
                Map.entry("contactDepartment", "営業部"), Map.entry("contactName", "赤城　次郎"), Map.entry("contactPhone", "027-000-0000"),
                Map.entry("contactEmail", "info@example.jp"), Map.entry("productName", "上毛マスク"), Map.entry("madeInPrefecture", "yes"),
                Map.entry("certifiedInJapan", "yes"), Map.entry("agreesToTerms", true), Map.entry("pledgesNoOrganizedCrime", true),
                Map.entry("declaresTruth", true), Map.entry("procurementBy", "own"), Map.entry("saleBy", "own"),
                Map.entry("settlementBy", "own"), Map.entry("deliveryBy", "own"),
                Map.entry("sites", List.of(Map.of("siteType", "headquarters", "name", "本社", "prefecture", "10", "address", "群馬県前橋市"))));
    }
}
