package jp.madoguchi.booth;

import java.text.Normalizer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.duty.Duties;
import jp.madoguchi.duty.Occurrence;
import jp.madoguchi.duty.ReportKind;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.Problem;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.Verdict;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** What the booth room knows of its reports: a day's totals agree with their matrix, a month's with its days (S4-59 to S4-64, S4-82). */
@Configuration(proxyBeanMethods = false)
class BoothReports {

    /** The duty room's task on which a report is handed in. */
    static final String SUBMIT = "UserTask_SubmitReport";

    /** Ten or eleven digits from 0, however they are parted; or something with an at sign. */
    private static final Pattern PERSONAL =
            Pattern.compile("(?<!\\d)0(?:[\\s()‐‑–—―−ー・.-]{0,2}\\d){9,10}(?!\\d)|[\\w.+-]+@[\\w-]+");

    @Bean
    ReportKind dailyReports(@Lazy BoothEvents events) {
        return new Daily(events);
    }

    @Bean
    ReportKind monthlyReports(@Lazy BoothEvents events, @Lazy Duties duties, Cases cases, Programmes programmes, BusinessClock clock) {
        return new Monthly(events, duties, cases, programmes, clock);
    }

    /** S4-76: telephone numbers and mail addresses in free text, in whatever width they were typed. */
    private static List<Problem> personal(Answers report, Stream<String> paths) {
        return paths.filter(path -> PERSONAL.matcher(Normalizer.normalize(report.text(path), Normalizer.Form.NFKC)).find())
                .map(path -> new Problem(path, "booth-personal", "電話番号やメールアドレスなど、個人が分かる内容を消してください。",
                        "Leave out phone numbers, mail addresses and whatever identifies a person.", false)).toList();
    }

    /** A report about one event, which its occurrence names. */
    private record Daily(BoothEvents events) implements ReportKind {

        @Override
        public String form() {
            return "booth/daily-report";
        }

        @Override
        public Optional<Answers> prefill(Occurrence occurrence) {
            BoothEvent event = event(occurrence);
            return Optional.of(Answers.of(Map.of("heldOn", event.on().toString(), "place", event.venue(), "sessions", 1)));
        }

        @Override
        public List<Problem> problems(Occurrence occurrence, Answers report) {
            List<Problem> problems = new ArrayList<>(Tally.withinDay(report));
            LocalDate held = event(occurrence).on();
            report.date("heldOn").filter(day -> !day.equals(held)).ifPresent(day -> problems.add(new Problem("heldOn", "booth-day",
                    "この報告は%sの開催についてのものです。開催のない日の報告はできません。".formatted(JapaneseDates.full(held)),
                    "This report is about the event of %s.".formatted(held), false)));
            problems.addAll(personal(report, Stream.concat(Stream.of("place", "surveySummary"),
                    IntStream.range(0, report.rows("others").size()).mapToObj("others[%d].matter"::formatted))));
            return problems;
        }

        private BoothEvent event(Occurrence occurrence) {
            return events.get(new CaseNumber(occurrence.key()));
        }
    }

    /** A report about a month: the sum of its daily reports, as they were handed in last. */
    private record Monthly(BoothEvents events, Duties duties, Cases cases, Programmes programmes, BusinessClock clock) implements ReportKind {

        @Override
        public String form() {
            return "booth/monthly-report";
        }

        @Override
        public Optional<Answers> prefill(Occurrence occurrence) {
            return Optional.of(Answers.of(new HashMap<>(Tally.sum(days(occurrence)))));
        }

        @Override
        public List<Problem> problems(Occurrence occurrence, Answers report) {
            List<Problem> problems = new ArrayList<>(Tally.ofMonth(report, days(occurrence)));
            List<Occurrence> missing = daily(occurrence).filter(day -> handedIn(day) == null).toList();
            if (!missing.isEmpty()) {
                problems.add(new Problem("summary", "booth-days", "日次報告がまだ提出されていない開催があります：%s".formatted(
                        missing.stream().map(Occurrence::period).collect(Collectors.joining("、"))), "Daily reports are missing.", false));
            }
            List<BoothEvent> unrecorded = events.all(programmes.get(occurrence.programme())).stream().filter(event -> event.state() == BoothEvent.State.APPROVED)
                    .filter(event -> !event.on().isBefore(occurrence.from()) && !event.on().isAfter(occurrence.to()) && event.on().isBefore(clock.today())).toList();
            if (!unrecorded.isEmpty()) {
                problems.add(new Problem("summary", "booth-unrecorded", "開催したかどうかが記録されていない開催があります：%s".formatted(unrecorded.stream()
                        .map(event -> JapaneseDates.full(event.on()) + "　" + event.venue()).collect(Collectors.joining("、"))),
                        "Events are not recorded as held, moved or cancelled.", false));
            }
            problems.addAll(personal(report, Stream.of("summary", "issues")));
            return problems;
        }

        /** A month stays the sum of its days (S4-82): none of them may change any more. */
        @Override
        public Verdict mayAccept(Occurrence occurrence, Answers report) {
            List<Occurrence> open = daily(occurrence).filter(day -> day.state() != Occurrence.State.ACCEPTED).toList();
            if (!open.isEmpty()) {
                return Verdict.refused("booth.days-open", "まだ受理していない日次報告があります：%s。先に日次報告を確認してください。".formatted(
                        open.stream().map(Occurrence::period).collect(Collectors.joining("、"))));
            }
            return Tally.ofMonth(report, days(occurrence)).isEmpty() ? Verdict.ACCEPTED : Verdict.refused("booth.month",
                    "提出の後に日次報告が直されたため、月の合計と一致しません。再提出を求めてください。");
        }

        private List<Answers> days(Occurrence month) {
            return daily(month).map(this::handedIn).filter(Objects::nonNull).toList();
        }

        private Stream<Occurrence> daily(Occurrence month) {
            Programme programme = programmes.get(month.programme());
            String duty = EventTerms.of(programme).reportDuty();
            return duties.all(programme.code()).stream().filter(one -> one.duty().equals(duty) && one.state() != Occurrence.State.WAIVED)
                    .filter(one -> !one.from().isBefore(month.from()) && !one.from().isAfter(month.to()));
        }

        private Answers handedIn(Occurrence day) {
            return cases.lastRecord(day.number(), SUBMIT).map(record -> Answers.fromJson(record.answers())).orElse(null);
        }
    }
}
