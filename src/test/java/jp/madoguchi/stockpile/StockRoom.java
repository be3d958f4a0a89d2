package jp.madoguchi.stockpile;

import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.FiscalYear;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import org.springframework.test.util.ReflectionTestUtils;

/** Gives each test a stock of its own: Aomori's programme under another code, with the plan the test wants. */
class StockRoom {

    static final String CENTRE = "aomori";
    static final String OTHER = "hachinohe";
    static final Actor KEEPER = new Actor("keeper", "備蓄　管理", Actor.Kind.STAFF, "020001");
    private static final AtomicInteger STOCKS = new AtomicInteger();

    private final Programmes programmes;
    private final StockLedgers ledgers;
    private final BusinessClock clock;

    StockRoom(Programmes programmes, StockLedgers ledgers, BusinessClock clock) {
        this.programmes = programmes;
        this.ledgers = ledgers;
        this.clock = clock;
    }

    /** A programme whose managed quantity of masks is this in the present fiscal year. */
    Programme opens(long masks) {
        Programme aomori = programmes.get("aomori-ppe-r7");
        Map<String, Object> parameters = new LinkedHashMap<>(aomori.parameters());
        parameters.put("plan", List.of(Map.of("fiscal-year", FiscalYear.of(clock.today()).value(), "surgical-mask",
                Map.of("procured", masks, "managed", masks), "glove", Map.of("procured", masks, "managed", masks))));
        Programme programme = new Programme("test-stock-" + STOCKS.incrementAndGet(), aomori.hash(), aomori.name(), aomori.nameEn(), aomori.government(),
                aomori.section(), aomori.sectionPath(), aomori.casePrefix(), aomori.legalBasis(), aomori.purpose(), aomori.purposeEn(), aomori.from(),
                aomori.to(), aomori.contact(), aomori.letter(), aomori.calls(), parameters, aomori.targets(), aomori.duties());
        ledgers.open(programme);
        return programme;
    }

    /** The same, known to the whole application, so that cases can be filed for it; without duties and targets. */
    Programme announces(long masks) {
        Programme one = opens(masks);
        Programme programme = new Programme(one.code(), one.hash(), one.name(), one.nameEn(), one.government(), one.section(), one.sectionPath(),
                one.casePrefix(), one.legalBasis(), one.purpose(), one.purposeEn(), one.from(), one.to(), one.contact(), one.letter(), one.calls(),
                one.parameters(), List.of(), List.of());
        Map<String, Programme> present = new TreeMap<>();
        programmes.all().forEach(known -> present.put(known.code(), known));
        present.put(programme.code(), programme);
        ReflectionTestUtils.setField(programmes, "present", Collections.unmodifiableMap(present));
        @SuppressWarnings("unchecked")
        Map<String, Programme> versions = (Map<String, Programme>) ReflectionTestUtils.getField(programmes, "known");
        versions.put(programme.code() + "@" + programme.hash(), programme);
        return programme;
    }

    LocalDate today() {
        return clock.today();
    }

    Occasion on(LocalDate day) {
        return new Occasion(day, KEEPER, null, "試験");
    }

    Occasion now() {
        return on(today());
    }

    LotSpec masks(String lotNumber, LocalDate made) {
        return new LotSpec("surgical-mask", null, null, "津軽衛材", "サージカルマスクA", lotNumber, made, made.plusYears(5), LotSpec.Owner.PREFECTURE);
    }

    LotSpec gloves(String lotNumber, String kind, String size, LocalDate made) {
        return new LotSpec("glove", kind, size, "南部ゴム", "検査用手袋", lotNumber, made, made.plusYears(5), LotSpec.Owner.PREFECTURE);
    }

    LotSpec shields(String lotNumber) {
        return new LotSpec("face-shield", null, null, "津軽衛材", "フェイスシールドF", lotNumber, today().minusYears(1), null, LotSpec.Owner.PREFECTURE);
    }

    static <T> T within(Supplier<T> work) {
        return DataScope.within("020001", work);
    }
}
