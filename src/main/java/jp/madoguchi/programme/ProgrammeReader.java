package jp.madoguchi.programme;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import jp.madoguchi.calendar.RollRule;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.GovernmentCode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads one programme file to its end, whatever it holds, and tells everything that is wrong with it. */
final class ProgrammeReader {

    /** Codes are parts of addresses. */
    private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Pattern CLOSED_DAYS = Pattern.compile("土日|土曜|日曜|祝日|休日|毎日|年中無休|365日|365 日");
    private static final LocalDateTime ALWAYS_OPEN = LocalDateTime.of(2000, 1, 1, 0, 0);
    private static final LocalDateTime NEVER_CLOSES = LocalDateTime.of(2999, 12, 31, 0, 0);
    private static final Pattern EXCEPTED = Pattern.compile("除く|除き|休み|休業|閉庁|休館|平日");

    private final Findings findings;
    private final Surroundings around;
    private final List<CheckedLater> later = new ArrayList<>();
    private String government;

    private ProgrammeReader(Findings findings, Surroundings around) {
        this.findings = findings;
        this.around = around;
    }

    /**
     * What a file says.
     *
     * @param programme null when the file is no YAML mapping; of use only when there are no errors
     */
    record Reading(String file, byte[] bytes, Programme programme, int codeLine, int prefixLine, List<Finding> findings) {

        boolean isSound() {
            return findings.stream().noneMatch(Finding::error);
        }
    }

    /** A remark that needs the government's calendar, which may stand below in the file. */
    private interface CheckedLater {
        void check();
    }

    static Reading read(String file, byte[] bytes, Surroundings around) {
        Findings findings = new Findings(file);
        MappingNode node = YamlText.read(bytes, findings);
        if (node == null) {
            return new Reading(file, bytes, null, 1, 1, findings.list());
        }
        YamlMap map = new YamlMap(node, findings);
        ProgrammeReader reader = new ProgrammeReader(findings, around);
        Programme programme = reader.programme(map, bytes);
        reader.later.forEach(CheckedLater::check);
        return new Reading(file, bytes, programme, Findings.line(map.at("code")), Findings.line(map.at("case-prefix")),
                findings.list());
    }

    private Programme programme(YamlMap map, byte[] bytes) {
        map.require("code", "name", "government", "section", "section-code", "case-prefix", "legal-basis", "purpose",
                "period", "contact", "letter", "calls");
        String code = code(map);
        government = government(map);
        List<String> path = map.texts("section");
        String section = section(map, path);
        String prefix = prefix(map);
        YamlMap period = map.map("period").map(p -> p.require("from", "to")).orElse(null);
        LocalDate from = period == null ? null : period.date("from");
        LocalDate to = period == null ? null : period.date("to");
        if (period != null) {
            inOrder(period, from, to);
            period.done();
        }
        Programme programme = new Programme(code, Versions.hash(bytes, 0), map.text("name"), map.text("name-en"), government,
                section, path, prefix, map.text("legal-basis"), map.text("purpose"), map.text("purpose-en"), from, to,
                map.map("contact").map(this::contact).orElse(null), map.map("letter").map(this::letter).orElse(null),
                calls(map, from, to), map.free("parameters"), map.maps("targets").stream().map(this::target).toList(), duties(map));
        if (map.at("parameters") instanceof MappingNode parameters) {
            checkParameters(parameters);
        }
        map.done();
        return programme;
    }

    private String code(YamlMap map) {
        String code = map.text("code");
        if (code != null && !CODE.matcher(code).matches()) {
            findings.error(map.at("code"), "「code」は英小文字で始まる英小文字・数字・ハイフンで書いてください（今は「" + code + "」）。",
                    "'code' must be lower-case letters, digits and hyphens.");
        }
        return code;
    }

    private String government(YamlMap map) {
        String code = map.text("government");
        if (code == null) {
            return null;
        }
        if (!GovernmentCode.isValid(code)) {
            findings.error(map.at("government"), "団体コード「" + code + "」は正しくありません。検査数字を含む 6 桁を引用符で囲んで書いてください。",
                    "Not a local government code: the check digit does not fit.");
        } else if (!around.knowsGovernment(code)) {
            findings.error(map.at("government"), "団体コード「" + code + "」の団体は組織ファイル（organisation.yaml）に登録されていません。",
                    "Unknown government.");
        } else {
            return code;
        }
        return null;
    }

    private String section(YamlMap map, List<String> path) {
        String code = map.text("section-code");
        if (code == null || government == null) {
            return code;
        }
        Optional<String> fullName = around.section(government, code);
        if (fullName.isEmpty()) {
            findings.error(map.at("section-code"), "部署コード「" + code + "」は組織ファイル（organisation.yaml）のこの団体にありません。",
                    "Unknown section of this government.");
        } else if (!path.isEmpty() && !fullName.get().equals(String.join(" ", path))) {
            findings.warning(map.at("section"), "部署名が組織ファイルの「" + fullName.get() + "」と違います。",
                    "The section's name differs from the organisation file.");
        }
        return code;
    }

    private String prefix(YamlMap map) {
        String prefix = map.text("case-prefix");
        if (prefix != null && !CaseNumber.isWellFormed(prefix + "-000001")) {
            findings.error(map.at("case-prefix"), "受付番号の接頭辞「" + prefix + "」は英大文字で始まる 2～12 字の英大文字と数字で書いてください。",
                    "'case-prefix' must be 2 to 12 capital letters and digits.");
        }
        return prefix;
    }

    private Programme.Contact contact(YamlMap map) {
        map.require("section");
        Programme.Contact contact = new Programme.Contact(map.text("section"), map.text("postal-code"), map.text("address"),
                map.text("phone"), map.text("email"), map.text("hours"));
        if (contact.hours() != null && CLOSED_DAYS.matcher(contact.hours()).find()
                && !EXCEPTED.matcher(contact.hours()).find()) {
            findings.warning(map.at("hours"), "受付時間「" + contact.hours() + "」は閉庁日を含むように読めます。ご確認ください。",
                    "The contact hours seem to include days on which the office is closed.");
        }
        map.done();
        return contact;
    }

    private Programme.LetterSettings letter(YamlMap map) {
        map.require("number-symbol", "issuer", "issuer-name", "seal");
        Programme.LetterSettings letter = new Programme.LetterSettings(map.text("number-symbol"), map.text("issuer"),
                map.text("issuer-name"), "omitted".equals(map.choice("seal", "omitted", "affixed")));
        map.done();
        return letter;
    }

    private List<Call> calls(YamlMap map, LocalDate firstDay, LocalDate lastDay) {
        Set<String> codes = new HashSet<>();
        List<Call> calls = new ArrayList<>();
        for (YamlMap entry : map.maps("calls")) {
            Call call = call(entry, lastDay);
            if (call.code() != null && !codes.add(call.code())) {
                findings.error(entry.at("code"), "募集「" + call.code() + "」が二度書かれています。", "Duplicate call code.");
            }
            calls.add(call);
        }
        if (map.has("duties") && firstDay != null && lastDay != null) {
            calls.add(new Call(Call.DUTY, "報告義務", "Duties to report", "期限のある報告の提出と確認です。", "reporting-duty", "duty/occurrence",
                    Call.Audience.SYSTEM, ALWAYS_OPEN, NEVER_CLOSES, null, false, List.of(), List.of(),
                    null, true, false, null));
        }
        return List.copyOf(calls);
    }

    private List<Duty> duties(YamlMap map) {
        Set<String> codes = new HashSet<>();
        List<Duty> duties = new ArrayList<>();
        for (YamlMap entry : map.maps("duties")) {
            Duty duty = duty(entry);
            if (duty.code() != null && !codes.add(duty.code())) {
                findings.error(entry.at("code"), "報告義務「" + duty.code() + "」が二度書かれています。", "Duplicate duty code.");
            }
            if (duty.after() != null && (duty.every() != Duty.Every.EVENT || duties.stream().noneMatch(d -> duty.after().equals(d.code())))) {
                findings.error(entry.at("after"), "after には、前に書いた報告義務のコードを、every: event とともに書いてください。",
                        "'after' names a duty above and goes with 'every: event'.");
            }
            duties.add(duty);
        }
        return List.copyOf(duties);
    }

    private Duty duty(YamlMap map) {
        map.require("code", "name", "form", "every", "review", "resubmission");
        String form = map.text("form");
        if (form != null && !around.hasForm(form)) {
            findings.error(map.at("form"), "様式「" + form + "」（forms/" + form + ".form）がありません。", "There is no form of this id.");
        }
        String every = map.choice("every", Arrays.stream(Duty.Every.values()).map(ProgrammeReader::word).toArray(String[]::new));
        Duty.Due due = map.map("due").map(this::due).orElse(null);
        if (due == null && every != null && !every.equals(word(Duty.Every.CONTRACT_END))) {
            findings.error(map.at("every"), "報告義務「" + map.text("code") + "」の期限（due）を書いてください。書かなくてよいのは契約終了時のものだけです。",
                    "Only what is due on the contract's last day may leave out 'due'.");
        }
        LocalDate from = map.date("from");
        LocalDate to = map.date("to");
        inOrder(map, from, to);
        Duty duty = new Duty(code(map), map.text("name"), map.text("name-en"), form, every == null ? null : Duty.Every.valueOf(constant(every)),
                map.text("after"), from, to, due, map.has("opens-before") ? map.positive("opens-before") : 0, map.positive("review"), map.positive("resubmission"), "office".equals(map.choice("owed-by", "contractor", "office")),
                map.text("source"));
        map.done();
        return duty;
    }

    private Duty.Due due(YamlMap map) {
        String roll = map.choice("roll", Arrays.stream(RollRule.values()).map(ProgrammeReader::word).toArray(String[]::new));
        List<Duty.Due> rules = new ArrayList<>();
        for (Duty.Due.Rule rule : Duty.Due.Rule.values()) {
            boolean monthEnd = rule == Duty.Due.Rule.MONTH_END;
            if (monthEnd ? map.flag(word(rule)) : map.number(word(rule)) != null) {
                rules.add(new Duty.Due(rule, monthEnd ? 0 : map.positive(word(rule)), roll == null ? RollRule.NONE : RollRule.valueOf(constant(roll))));
            }
        }
        if (rules.size() != 1) {
            findings.error(map.node(), "期限（due）には day、nth-business-day、month-end、business-days、days のどれか一つを書いてください。",
                    "'due' has exactly one rule.");
        }
        map.done();
        return rules.isEmpty() ? null : rules.get(0);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase().replace('_', '-');
    }

    private static String constant(String word) {
        return word.toUpperCase().replace('-', '_');
    }

    private Call call(YamlMap map, LocalDate lastDay) {
        boolean planned = "planned".equals(map.choice("status", "planned", "active"));
        map.require("code", "name", "audience", "disposition");
        if (!planned) {
            map.require("summary", "procedure", "form", "window");
        }
        String procedure = map.text("procedure");
        if (procedure != null && !around.hasProcedure(procedure)) {
            findings.error(map.at("procedure"), "手続「" + procedure + "」の図（processes フォルダーの " + procedure + ".bpmn）がありません。",
                    "There is no BPMN file of this procedure.");
        }
        String form = map.text("form");
        if (form != null && !around.hasForm(form)) {
            findings.error(map.at("form"), "様式「" + form + "」（forms/" + form + ".form）がありません。",
                    "There is no form of this id.");
        }
        YamlMap window = map.map("window").map(w -> w.require("opens", "closes")).orElse(null);
        LocalDateTime opens = window == null ? null : window.moment("opens");
        LocalDateTime closes = window == null ? null : window.moment("closes");
        if (window != null) {
            window.done();
            checkWindow(window, opens, closes, lastDay);
        }
        Call call = new Call(code(map), map.text("name"), map.text("name-en"), map.text("summary"), procedure, form,
                audience(map),
                opens, closes, map.map("standard-processing").map(this::processing).orElse(null), map.flag("disposition"),
                map.texts("conditions"), map.maps("papers").stream().map(this::paper).toList(), map.text("decided"),
                map.flag("rolling"), planned, english(map));
        map.done();
        return call;
    }

    private static Call.Audience audience(YamlMap map) {
        String audience = map.choice("audience", "applicant", "staff", "office", "system");
        return audience == null ? Call.Audience.APPLICANT : Call.Audience.valueOf(audience.toUpperCase());
    }

    private static Call.English english(YamlMap map) {
        Call.English english = new Call.English(map.text("summary-en"), map.texts("conditions-en"), map.text("decided-en"));
        return english.summary() == null && english.conditions().isEmpty() && english.decided() == null ? null : english;
    }

    private void checkWindow(YamlMap window, LocalDateTime opens, LocalDateTime closes, LocalDate lastDay) {
        if (opens != null && closes != null && !opens.isBefore(closes)) {
            findings.error(window.at("closes"), "受付の終了（" + closes + "）が開始（" + opens + "）より後になっていません。",
                    "The window closes before it opens.");
        }
        if (closes != null && lastDay != null && closes.toLocalDate().isAfter(lastDay)) {
            findings.warning(window.at("closes"), "受付の終了が事業の最終日（" + lastDay + "）より後です。ご確認ください。",
                    "The window closes after the programme's last day.");
        }
        if (opens != null) {
            later.add(() -> openDay(window.at("opens"), opens.toLocalDate(), "受付の開始日"));
        }
    }

    private Call.StandardProcessing processing(YamlMap map) {
        map.require("days", "basis");
        Call.StandardProcessing processing = new Call.StandardProcessing(map.positive("days"),
                "business".equals(map.choice("basis", "business", "calendar")));
        map.done();
        return processing;
    }

    private Call.Paper paper(YamlMap map) {
        map.require("name", "required");
        Call.Paper paper = new Call.Paper(map.text("name"), map.text("name-en"), map.flag("required"));
        map.done();
        return paper;
    }

    private Programme.Target target(YamlMap map) {
        map.require("measure", "label");
        Double atLeast = map.number("at-least");
        Double atMost = map.number("at-most");
        if ((atLeast == null) == (atMost == null)) {
            findings.error(map.at("measure"), "目標「" + map.text("measure") + "」には at-least（以上）か at-most（以下）の一方だけを書いてください。",
                    "A target has either 'at-least' or 'at-most'.");
        }
        LocalDate from = map.date("from");
        LocalDate to = map.date("to");
        inOrder(map, from, to);
        Programme.Target target = new Programme.Target(map.text("measure"), map.text("label"), atLeast, atMost,
                map.text("unit"), from, to, map.text("source"));
        map.done();
        return target;
    }

    private void inOrder(YamlMap map, LocalDate from, LocalDate to) {
        if (from != null && to != null && to.isBefore(from)) {
            findings.error(map.at("to"), "終わりの日（" + to + "）が始まりの日（" + from + "）より前です。", "'to' is before 'from'.");
        }
    }

    /** Parameters are free, but a range in them must not cross and a desk that keeps business days must not open on another. */
    private void checkParameters(Node node) {
        if (node instanceof SequenceNode list) {
            list.getValue().forEach(this::checkParameters);
        }
        if (node instanceof MappingNode mapping) {
            YamlMap map = new YamlMap(mapping, new Findings(""));
            Map<?, ?> values = (Map<?, ?>) YamlText.value(mapping, new Findings(""));
            LocalDate from = values.get("from") instanceof LocalDate day ? day : null;
            inOrder(map, from, values.get("to") instanceof LocalDate day ? day : null);
            if (from != null && "business".equals(values.get("days"))) {
                later.add(() -> openDay(map.at("from"), from, "窓口の開始日"));
            }
            mapping.getValue().stream().map(NodeTuple::getValueNode).forEach(this::checkParameters);
        }
    }

    private void openDay(Node node, LocalDate day, String what) {
        if (government == null || around.isBusinessDay(government, day)) {
            return;
        }
        LocalDate next = day;
        while (!around.isBusinessDay(government, next)) {
            next = next.plusDays(1);
        }
        findings.warning(node, what + "（" + day + "）は閉庁日です。職員が対応できるのは " + next + " からです。",
                "The office is closed on this day; it is first staffed on " + next + ".");
    }
}
