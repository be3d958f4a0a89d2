package jp.madoguchi.forms;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Forms and answers that the tests of this room share. */
final class SampleForms {

    static final LocalDate TODAY = LocalDate.of(2024, 12, 1);
    static final FormDefinition EVERYTHING = read("sample/everything");
    static final FormDefinition PLAIN = read("sample/plain");

    private SampleForms() {}

    /** Answers to {@link #EVERYTHING} with which nothing is wrong. */
    static Answers faultless() {
        return Answers.of(Map.ofEntries(
                Map.entry("applicantType", "company"),
                Map.entry("name", "株式会社𠮷田"),
                Map.entry("kana", "ヨシダ"),
                Map.entry("postalCode", "3718570"),
                Map.entry("phone", "0272231111"),
                Map.entry("mail", "info@example.jp"),
                Map.entry("corporateNumber", "7000012050002"),
                Map.entry("invoiceNumber", "T7000012050002"),
                Map.entry("hasBranch", false),
                Map.entry("governmentCode", "100005"),
                Map.entry("purpose", "県民に\nマスクを届ける"),
                Map.entry("rate", 99.5),
                Map.entry("price", 1200),
                Map.entry("prefecture", "10"),
                Map.entry("payment", List.of("card")),
                Map.entry("startsOn", "2025-01-06"),
                Map.entry("code", "AB12"),
                Map.entry("sites", List.of(Map.of("siteName", "前橋工場", "siteKind", "factory", "factoryArea", "300㎡",
                        "siteOpen", true))),
                Map.entry("bankCode", "0128"),
                Map.entry("branchCode", "100"),
                Map.entry("accountNumber", "1234567"),
                Map.entry("accountHolder", "ｶ)ﾖｼﾀﾞ"),
                Map.entry("certificate", List.of("u-1")),
                Map.entry("pledge", true)));
    }

    static Map<String, Upload> uploads(String... names) {
        Map<String, Upload> uploads = new HashMap<>();
        for (String name : names) {
            String id = "u-" + (uploads.size() + 1);
            uploads.put(id, new Upload(id, name, 1000, "/files/" + id));
        }
        return uploads;
    }

    /** Posted parameters: name, value, name, value … */
    static Map<String, String[]> posted(String... namesAndValues) {
        Map<String, String[]> parameters = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            String value = namesAndValues[i + 1];
            parameters.merge(namesAndValues[i], new String[] {value}, (before, more) -> {
                String[] all = Arrays.copyOf(before, before.length + 1);
                all[before.length] = more[0];
                return all;
            });
        }
        return parameters;
    }

    private static FormDefinition read(String id) {
        try (InputStream file = SampleForms.class.getResourceAsStream("/forms/" + id + ".form")) {
            return FormDefinition.parse(id + ".form", new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
