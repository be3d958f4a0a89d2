package jp.madoguchi.lottery;

import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.CaseKind;
import jp.madoguchi.casefile.CasePage;
import jp.madoguchi.draw.DrawRules;
import jp.madoguchi.draw.PoolWriter;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.Problem;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.Verdict;
import jp.madoguchi.programme.Call;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.support.TestOffice;
import jp.madoguchi.workflow.DueDates;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;
import org.springframework.test.util.ReflectionTestUtils;

/** Something to draw for: the procedure {@code test-draw}, which calls {@code public-draw} and nothing else. */
@Component
public class DrawRoom implements CaseKind, DrawSubject {

    static final String PROGRAMME = "test-draws";
    static final DrawRules RULES = new DrawRules(2, 500, 5_000, DrawRules.Sets.PER_SET, DrawRules.SpillOver.NONE,
            List.of(new DrawRules.Channel("smartphone", 4_000), new DrawRules.Channel("card", 1_000)));

    /** Lots of a case by their number: person and channel. */
    private final Map<String, Map<String, List<String>>> lots = new ConcurrentHashMap<>();
    final Map<String, String> told = new ConcurrentHashMap<>();
    private final DrawDesk desk;

    DrawRoom(@Lazy DrawDesk desk) {
        this.desk = desk;
    }

    /** A programme in Annaka whose office draws; its lots are these unless a case's own are set. */
    public static void opens(Programmes programmes) {
        Programme annaka = programmes.get("annaka-currency-r6");
        Call like = annaka.call("briefing").orElseThrow();
        Call call = new Call("draw", "試験の抽選", "Draw", like.summary(), "test-draw", "decision/decide", like.audience(), like.opens(), like.closes(), null, false,
                List.of(), List.of(), like.decided(), true, false, like.english());
        Programme programme = new Programme(PROGRAMME, annaka.hash(), annaka.name(), annaka.nameEn(), annaka.government(), annaka.section(), annaka.sectionPath(),
                annaka.casePrefix(), annaka.legalBasis(), annaka.purpose(), annaka.purposeEn(), annaka.from(), annaka.to(), annaka.contact(), annaka.letter(),
                List.of(call), annaka.parameters(), List.of(), List.of());
        Map<String, Programme> present = new TreeMap<>();
        programmes.all().forEach(known -> present.put(known.code(), known));
        present.put(PROGRAMME, programme);
        ReflectionTestUtils.setField(programmes, "present", Collections.unmodifiableMap(present));
        @SuppressWarnings("unchecked")
        Map<String, Programme> versions = (Map<String, Programme>) ReflectionTestUtils.getField(programmes, "known");
        versions.put(programme.code() + "@" + programme.hash(), programme);
    }

    /** A draw whose announcement waits for its decision. */
    public static CaseNumber frozen(TestOffice office, Actor officer) {
        CaseNumber number = office.opens(officer, PROGRAMME, "draw", Map.of());
        office.concludes(officer, number, DrawPlan.PLAN, "planned", Map.of("sources", List.of(Map.of("name", "日経平均株価　終値", "published",
                office.today().plusDays(1).toString(), "numbers", 1, "decimals", 2)), "spillOver", "none"), "");
        office.runsDueJobs(number);
        return number;
    }

    /** Twelve lots of ten persons; one has lots on both media. */
    static Map<String, List<String>> twelve() {
        Map<String, List<String>> lots = new LinkedHashMap<>();
        for (int i = 1; i <= 9; i++) {
            lots.put("S-%06d".formatted(i), List.of("P%d".formatted(i), "smartphone"));
        }
        lots.put("C-000001", List.of("P1", "card"));
        lots.put("C-000002", List.of("P1", "card"));
        lots.put("C-000003", List.of("P10", "card"));
        return lots;
    }

    void has(String caseNumber, Map<String, List<String>> its) {
        lots.put(caseNumber, its);
    }

    @Override
    public String procedure() {
        return "test-draw";
    }

    @Override
    public String title(CaseFile file) {
        return "試験の抽選";
    }

    @Override
    public DrawRules rules(CaseFile file) {
        return RULES;
    }

    @Override
    public void writePool(CaseFile file, PoolWriter pool) throws IOException {
        Map<String, List<String>> its = lots.getOrDefault(file.number().value(), twelve());
        for (String lot : new TreeSet<>(its.keySet())) {
            pool.add(lot, its.get(lot).get(0), its.get(lot).get(1), 1);
        }
    }

    @Override
    public void published(CaseFile file, String drawId) {
        told.merge(file.number().value(), drawId, (once, twice) -> once + " " + twice);
    }

    @Override
    public List<Problem> problems(CaseFile file, String taskKey, Answers answers) {
        return desk.problems(file, taskKey, answers);
    }

    @Override
    public Optional<String> form(CaseFile file, String taskKey) {
        return desk.form(file, taskKey);
    }

    @Override
    public Optional<Answers> start(CaseFile file, String taskKey) {
        return desk.start(file, taskKey);
    }

    @Override
    public Optional<DueDates> dueDates(CaseFile file, String taskKey) {
        return desk.dueDates(file, taskKey);
    }

    @Override
    public Verdict mayConclude(CaseFile file, String taskKey, String outcome, Answers answers) {
        return desk.mayConclude(file, taskKey, outcome, answers);
    }

    @Override
    public Verdict mayWithdraw(CaseFile file) {
        return desk.mayWithdraw(file);
    }

    @Override
    public void concluded(CaseFile file, String taskKey, String outcome, Answers answers) {
        desk.concluded(file, taskKey, outcome, answers);
    }

    @Override
    public boolean settles(CaseFile file, String outcome) {
        return desk.settles(file, outcome);
    }

    @Override
    public List<CasePage> pages(CaseFile file) {
        return desk.pages(file);
    }

    @Override
    public String title(Answers answers) {
        return "試験の抽選";
    }

    @Override
    public List<String> searchTexts(Answers answers) {
        return List.of();
    }
}
