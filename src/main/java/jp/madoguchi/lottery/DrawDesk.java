package jp.madoguchi.lottery;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import jp.madoguchi.calendar.BusinessCalendars;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.CasePage;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.TaskRecord;
import jp.madoguchi.draw.Commitment;
import jp.madoguchi.draw.NamedSource;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.Problem;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.GovernmentCode;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.kernel.Verdict;
import jp.madoguchi.workflow.DueDates;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/**
 * The desk's side of {@code public-draw}. The kind of a case that draws passes on what it is asked about tasks; whatever is no task of a
 * draw is answered with nothing.
 */
@Component
public class DrawDesk {

    private static final String DECIDE = "UserTask_Decide";
    private static final String GRANTED = "granted";
    private static final String DIFFERS = "differs";

    private static final Map<Draw.State, String> STATES = Map.of(Draw.State.FROZEN, "公告の決裁の前", Draw.State.ANNOUNCED, "公告済み", Draw.State.DRAWN, "結果の決裁の前",
            Draw.State.PUBLISHED, "公表済み", Draw.State.DISCARDED, "公告を取りやめ", Draw.State.ANNULLED, "無効");

    private final Draws draws;
    private final Cases cases;
    private final BusinessCalendars calendars;
    private final BusinessClock clock;

    DrawDesk(@Lazy Draws draws, @Lazy Cases cases, BusinessCalendars calendars, BusinessClock clock) {
        this.draws = draws;
        this.cases = cases;
        this.calendars = calendars;
        this.clock = clock;
    }

    /** As {@link jp.madoguchi.casefile.CaseKind#problems(CaseFile, String, Answers)}. */
    public List<Problem> problems(CaseFile file, String taskKey, Answers answers) {
        return switch (taskKey) {
            case DrawPlan.PLAN -> ofPlan(answers);
            case DrawPlan.ENTER -> ofSources(file, answers);
            case DrawPlan.CHECK -> ofCheck(file, answers);
            case DrawPlan.RECOMPUTE -> ofRecomputation(file, answers);
            default -> List.of();
        };
    }

    /** Nobody may know the numbers when they are announced (RFC 3797 §3). */
    private List<Problem> ofPlan(Answers plan) {
        List<Problem> problems = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        for (int row = 0; row < plan.rows(DrawPlan.SOURCES).size(); row++) {
            String at = DrawPlan.SOURCES + "[" + row + "].";
            try {
                NamedSource source = DrawPlan.source(plan, row);
                if (!names.add(source.name())) {
                    problems.add(problem(at + "name", "同じ名称が二つあります。", "The same source twice."));
                }
                if (!LocalDate.parse(source.published()).isAfter(clock.today())) {
                    problems.add(problem(at + "published", "発表日は明日以後にしてください。すでに誰かが知り得る数では抽選できません。", "Not after today."));
                }
            } catch (RefusedException refused) {
                problems.add(problem(at + "name", refused.refusal().wording(), "Not a source."));
            }
        }
        if (plan.rows(DrawPlan.SOURCES).isEmpty()) {
            problems.add(problem(DrawPlan.SOURCES, "乱数のもとを1つ以上決めてください。", "Name one source at least."));
        }
        return problems;
    }

    private List<Problem> ofSources(CaseFile file, Answers answers) {
        Commitment commitment = commitment(file);
        List<List<String>> typed = DrawPlan.typed(answers);
        if (typed.size() != commitment.sources().size()) {
            return List.of(problem(DrawPlan.SOURCES, "乱数のもとは%d件です。行を増減せずに入力してください。".formatted(commitment.sources().size()), "As many rows as announced."));
        }
        List<Problem> problems = new ArrayList<>();
        for (int row = 0; row < typed.size(); row++) {
            NamedSource source = commitment.sources().get(row);
            if (!LocalDate.parse(source.published()).isAfter(clock.today())) {
                try {
                    source.read(typed.get(row));
                } catch (RefusedException refused) {
                    problems.add(problem(DrawPlan.values(row), refused.refusal().wording(), "Not as announced: %d numbers with %d decimals."
                            .formatted(source.numbers(), source.decimals())));
                }
            } else {
                problems.add(problem(DrawPlan.values(row), "発表日（%s）になってから入力してください。".formatted(JapaneseDates.full(LocalDate.parse(source.published()))),
                        "Not published yet."));
            }
        }
        return problems;
    }

    /** The second officer types what was published without regard to the first. */
    private List<Problem> ofCheck(CaseFile file, Answers answers) {
        List<Problem> problems = ofSources(file, answers);
        if (!problems.isEmpty()) {
            return problems;
        }
        List<List<String>> first = DrawPlan.typed(record(file, DrawPlan.ENTER));
        List<List<String>> second = DrawPlan.typed(answers);
        List<NamedSource> sources = commitment(file).sources();
        return IntStream.range(0, sources.size()).filter(row -> !sources.get(row).read(first.get(row)).equals(sources.get(row).read(second.get(row))))
                .mapToObj(row -> problem(DrawPlan.values(row),
                        "先に入力された数と一致しません。発表をもう一度確かめ、先の入力が誤りなら「入力を差し戻す」を選んでください。", "Not what was entered first.")).toList();
    }

    private List<Problem> ofRecomputation(CaseFile file, Answers answers) {
        String hash = answers.text("outcomeHash").strip().toLowerCase(Locale.ROOT);
        return hash.equals(draws.newest(file.number()).orElseThrow().outcomeHash()) ? List.of() : List.of(problem("outcomeHash",
                "システムの抽選結果（outcome.json）のハッシュ値と一致しません。書き出したファイルで計算し直し、それでも違うときは「一致しない」を選んでください。",
                "Not the hash of the system's outcome.json."));
    }

    /** What the procedure's form starts with: the announced sources. */
    public Optional<Answers> start(CaseFile file, String taskKey) {
        return switch (taskKey) {
            case DrawPlan.ENTER, DrawPlan.CHECK -> Optional.of(Answers.of(Map.of(DrawPlan.SOURCES, commitment(file).sources().stream()
                    .map(source -> Map.<String, Object>of("name", source.name())).toList())));
            case DrawPlan.PLAN -> Optional.of(Answers.of(Map.of("spillOver", draws.subject(file).rules(file).spillOver().name().toLowerCase(Locale.ROOT))));
            default -> Optional.empty();
        };
    }

    /** A decision's form says what of a draw is decided. */
    public Optional<String> form(CaseFile file, String taskKey) {
        return !taskKey.equals(DECIDE) ? Optional.empty() : draws.newest(file.number()).map(Draw::state).map(state -> switch (state) {
            case FROZEN -> "draw/announcement";
            case DRAWN -> "draw/publication";
            default -> null;
        });
    }

    /** The first business day after the last source is published. */
    public Optional<DueDates> dueDates(CaseFile file, String taskKey) {
        if (!taskKey.equals(DrawPlan.ENTER)) {
            return Optional.empty();
        }
        LocalDate last = commitment(file).sources().stream().map(source -> LocalDate.parse(source.published())).max(LocalDate::compareTo).orElseThrow();
        LocalDate due = calendars.plusBusinessDays(new GovernmentCode(file.government()), last, 1);
        return Optional.of(new DueDates(due, due));
    }

    /** What is decided now is what was frozen, in time; and no result that another could not repeat. */
    public Verdict mayConclude(CaseFile file, String taskKey, String outcome, Answers answers) {
        if (taskKey.equals(DrawPlan.PLAN)) {
            return draws.subject(file).mayFreeze(file);
        }
        Optional<Draw> draw = draws.newest(file.number());
        if (!taskKey.equals(DECIDE) || !outcome.equals(GRANTED) || draw.isEmpty()) {
            return Verdict.ACCEPTED;
        }
        return switch (draw.get().state()) {
            case FROZEN -> commitment(file).sources().stream().allMatch(source -> LocalDate.parse(source.published()).isAfter(clock.today())) ? Verdict.ACCEPTED
                    : Verdict.refused("draw.too-late", "乱数のもとの発表日になったため、この内容では公告できません。差し戻して、先の日の公の数に改めてください。");
            case DRAWN -> cases.lastRecord(file.number(), DrawPlan.RECOMPUTE).map(TaskRecord::outcome).filter(DIFFERS::equals).isPresent()
                    ? Verdict.refused("draw.differs", "再計算の結果が一致していないため、公表できません。差し戻すか、不決定として抽選をやり直してください。") : Verdict.ACCEPTED;
            default -> Verdict.ACCEPTED;
        };
    }

    /** The case is settled by a result that counts; the announcement, and what is annulled, are on the way. */
    public boolean settles(CaseFile file, String outcome) {
        return draws.newest(file.number()).map(Draw::state).filter(Draw.State.DRAWN::equals).isPresent() && outcome.equals(GRANTED);
    }

    /** As {@link jp.madoguchi.casefile.CaseKind#concluded}. */
    public void concluded(CaseFile file, String taskKey, String outcome, Answers answers) {
        if (taskKey.equals(DrawPlan.ENTER)) {
            TaskRecord record = cases.lastRecord(file.number(), DrawPlan.ENTER).orElseThrow();
            draws.enter(file.number(), DrawPlan.typed(answers), new Actor(record.actor(), record.actorName(), Actor.Kind.STAFF, file.government()));
        }
    }

    /** What was announced cannot be taken back: it is drawn, or annulled by a decision everybody sees. */
    public Verdict mayWithdraw(CaseFile file) {
        return draws.newest(file.number()).filter(draw -> draw.state() == Draw.State.ANNOUNCED || draw.state() == Draw.State.DRAWN)
                .map(draw -> Verdict.refused("draw.announced", "公告した抽選があるため、取り下げられません。やめるときは、結果の決裁で不決定としてください。")).orElse(Verdict.ACCEPTED);
    }

    /** The draw's page; its link says how far the draw is, so that a decider sees what is to be decided. */
    public List<CasePage> pages(CaseFile file) {
        return draws.newest(file.number()).map(draw -> new CasePage("抽選の経過とファイル（" + STATES.get(draw.state()) + "）",
                "Draw and its files (" + draw.state().name().toLowerCase(Locale.ROOT) + ")", "/cases/" + file.number() + "/draws")).stream().toList();
    }

    private Commitment commitment(CaseFile file) {
        return draws.commitment(draws.newest(file.number()).orElseThrow().id());
    }

    private Answers record(CaseFile file, String taskKey) {
        return Answers.fromJson(cases.lastRecord(file.number(), taskKey).orElseThrow().answers());
    }

    private static Problem problem(String path, String ja, String en) {
        return new Problem(path, "draw", ja, en, false);
    }
}
