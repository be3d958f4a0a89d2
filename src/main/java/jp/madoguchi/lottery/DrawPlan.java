package jp.madoguchi.lottery;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.draw.NamedSource;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.kernel.CaseNumber;

/** What officers write about a draw, as the forms draw/plan and draw/sources have it. */
final class DrawPlan {

    static final String PLAN = "UserTask_PlanDraw";
    static final String ENTER = "UserTask_EnterSources";
    static final String CHECK = "UserTask_CheckSources";
    static final String RECOMPUTE = "UserTask_RecomputeDraw";
    static final String SOURCES = "sources";

    private DrawPlan() {}

    static Answers lastOf(Cases cases, CaseNumber number) {
        return Answers.fromJson(cases.lastRecord(number, PLAN).orElseThrow().answers());
    }

    /** @throws jp.madoguchi.kernel.RefusedException when it names no source */
    static NamedSource source(Answers plan, int row) {
        String at = SOURCES + "[" + row + "].";
        return new NamedSource(plan.text(at + "name").strip(), plan.text(at + "published"), plan.number(at + "numbers").orElseThrow().intValue(),
                plan.number(at + "decimals").orElseThrow().intValue());
    }

    static List<NamedSource> sources(Answers plan) {
        return IntStream.range(0, plan.rows(SOURCES).size()).mapToObj(row -> source(plan, row)).toList();
    }

    /** As they were typed. Blanks part them too, though a row of numbers with blanks can look like an Individual Number and be refused. */
    static List<List<String>> typed(Answers sources) {
        return IntStream.range(0, sources.rows(SOURCES).size()).mapToObj(row -> Arrays.stream(sources.text(values(row)).strip().split("[\\s、]+"))
                .filter(one -> !one.isEmpty()).toList()).toList();
    }

    static String values(int row) {
        return SOURCES + "[" + row + "].values";
    }
}
