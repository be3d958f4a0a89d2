package jp.madoguchi.campaign;

import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import org.springframework.test.util.ReflectionTestUtils;

/** Gives each test campaigns of its own: Annaka's programme under another code, with the numbers the test wants. */
class CampaignRoom {

    static final String ANNAKA = "102113";
    static final Actor OFFICER = new Actor("campaign-officer", "碓氷　峠", Actor.Kind.STAFF, ANNAKA);
    static final String HEADER = String.join(",", ChargeFile.COLUMNS) + "\r\n";
    private static final DateTimeFormatter AT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final AtomicInteger CAMPAIGNS = new AtomicInteger();

    private final Programmes programmes;

    CampaignRoom(Programmes programmes) {
        this.programmes = programmes;
    }

    /** The first campaign as the source has it, in these days, with some of its numbers changed. */
    Programme opens(LocalDate from, LocalDate to, Map<String, ?> changed) {
        return opens(Map.of("campaign-1", campaign(from, to, changed)));
    }

    /** A campaign whose numbers are the source's, but for some. */
    Map<String, Object> campaign(LocalDate from, LocalDate to, Map<String, ?> changed) {
        Map<String, Object> terms = new HashMap<>(Map.of("eligible", Map.of("from", from, "to", to), "lot-yen", 5_000, "prize-yen", 500, "prizes-per-person", 2,
                "prize-budget-yen", Map.of("smartphone", 8_000_000, "card", 2_000_000), "draws", 1));
        terms.putAll(changed);
        return terms;
    }

    /** A programme with these campaigns alone, known to the whole application. */
    Programme opens(Map<String, Object> campaigns) {
        Programme annaka = programmes.get("annaka-currency-r6");
        Map<String, Object> parameters = new LinkedHashMap<>(annaka.parameters());
        parameters.keySet().removeIf(key -> key.startsWith("campaign-"));
        parameters.putAll(campaigns);
        Programme programme = new Programme("test-campaign-" + CAMPAIGNS.incrementAndGet(), annaka.hash(), annaka.name(), annaka.nameEn(), annaka.government(),
                annaka.section(), annaka.sectionPath(), annaka.casePrefix(), annaka.legalBasis(), annaka.purpose(), annaka.purposeEn(), annaka.from(),
                annaka.to(), annaka.contact(), annaka.letter(), annaka.calls(), parameters, List.of(), List.of());
        Map<String, Programme> present = new TreeMap<>();
        programmes.all().forEach(known -> present.put(known.code(), known));
        present.put(programme.code(), programme);
        ReflectionTestUtils.setField(programmes, "present", Collections.unmodifiableMap(present));
        @SuppressWarnings("unchecked")
        Map<String, Programme> versions = (Map<String, Programme>) ReflectionTestUtils.getField(programmes, "known");
        versions.put(programme.code() + "@" + programme.hash(), programme);
        return programme;
    }

    static String smartphone(String id, LocalDateTime at, String account, String holder, long yen) {
        return row(id, at, "スマートフォン", account, holder, "クレジットカード", "" + yen);
    }

    static String card(String id, LocalDateTime at, String account, String holder, long yen) {
        return row(id, at, "カード", account, holder, "現金", "" + yen);
    }

    static String row(String id, LocalDateTime at, String medium, String account, String holder, String payment, String yen) {
        return String.join(",", id, AT.format(at), medium, account, holder, payment, yen) + "\r\n";
    }

    static ChargeFile.Imported take(ChargeFile file, Programme programme, String rows) {
        return take(file, programme, rows, StandardCharsets.UTF_8, ChargeFile.Expected.NOTHING);
    }

    static ChargeFile.Imported take(ChargeFile file, Programme programme, String rows, Charset charset, ChargeFile.Expected expected) {
        return within(() -> file.take(programme, "charges.csv", () -> new ByteArrayInputStream((HEADER + rows).getBytes(charset)), expected, OFFICER));
    }

    static <T> T within(Supplier<T> work) {
        return DataScope.within(ANNAKA, work);
    }
}
