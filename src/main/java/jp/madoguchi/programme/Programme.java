package jp.madoguchi.programme;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * 事業: a public scheme, as its file describes it.
 *
 * @param code        key of all its versions
 * @param hash        SHA-256 of the file's bytes and the demo's shift; names the version a case was started under
 * @param government  the owner's code
 * @param section     code of the section in charge
 * @param sectionPath the section's name with its superiors', top first
 * @param casePrefix  how its case numbers begin
 * @param purposeEn   the purpose in English, or null
 * @param legalBasis  根拠要綱, printed on notices (S1-01)
 * @param from        first day
 * @param to          last day, included
 * @param parameters  numbers and words its rules ask for; nested maps and lists of text, numbers
 *                    ({@code Integer}, {@code Long}, {@code Double}), flags, {@code LocalDate}, {@code LocalDateTime} and
 *                    null for what is left open
 * @param duties      what is owed by a date
 */
public record Programme(String code, String hash, String name, String nameEn, String government, String section,
                        List<String> sectionPath, String casePrefix, String legalBasis, String purpose, String purposeEn, LocalDate from,
                        LocalDate to, Contact contact, LetterSettings letter, List<Call> calls,
                        Map<String, Object> parameters, List<Target> targets, List<Duty> duties) {

    public Optional<Call> call(String callCode) {
        return calls.stream().filter(c -> c.code().equals(callCode)).findFirst();
    }

    public Optional<Duty> duty(String dutyCode) {
        return duties.stream().filter(d -> d.code().equals(dutyCode)).findFirst();
    }

    /** Where to ask; every part may be null except the section. */
    public record Contact(String section, String postalCode, String address, String phone, String email, String hours) {}

    /**
     * How its letters are signed.
     *
     * @param numberSymbol 文書記号, before 第○号
     * @param issuer       the issuing office's title
     * @param issuerName   the holder's name
     * @param sealOmitted  whether （公印省略） is printed
     */
    public record LetterSettings(String numberSymbol, String issuer, String issuerName, boolean sealOmitted) {}

    /** A figure to reach. {@code atLeast} or {@code atMost} is set, not both. */
    public record Target(String measure, String label, Double atLeast, Double atMost, String unit, LocalDate from,
                         LocalDate to, String source) {}
}
