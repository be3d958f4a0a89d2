package jp.madoguchi.site.demo;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.Channel;
import jp.madoguchi.casefile.Conclusion;
import jp.madoguchi.casefile.Documents;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.org.Accounts;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.stereotype.Component;

/** Aomori's stock of the first year (S2-18 to S2-22): delivered and inspected, one delivery refused, orders issued and replenished. */
@Component
@ConditionalOnBooleanProperty("madoguchi.demo")
class DemoStock implements DemoPlay {

    private static final String AOMORI = "020001";
    private static final String PROGRAMME = "aomori-ppe-r7";
    private static final LocalTime MORNING = LocalTime.of(9, 30);
    private static final String INSPECT = "UserTask_InspectDelivery";
    private static final String CENTRE = "青森指定備蓄倉庫";
    private static final String OTHER = "八戸一時保管倉庫";
    private static final Map<String, Map<String, Object>> ANNEX = Map.of(
            "surgical-mask", points(Map.of("standard", "jis-t9001-2"), "association", "singleUse", "ears", "nose", "regular"),
            "n95-mask", points(Map.of("standard", "d52"), "fit", "noValve", "regular"),
            "face-shield", points(Map.of("widthMm", 240, "heightMm", 200), "covers", "clear", "tools", "glasses", "stays", "splash", "fog"),
            "gown-plastic", points(Map.of("lengthCm", 112), "waterproof", "plastic", "sleeves", "back", "perforation"),
            "gown-isolation", points(Map.of("lengthCm", 110, "standard", "aami-pb70-2"), "repellent", "nonWoven", "sleeves", "back", "ties"),
            "glove-nitrile", points(Map.of("standard", "jis-t9115", "notification", "02B1X00012000031"), "thin", "material", "powder"));

    private final DemoStage stage;
    private final Accounts accounts;
    private final Documents documents;
    private final BusinessClock clock;

    DemoStock(DemoStage stage, Accounts accounts, Documents documents, BusinessClock clock) {
        this.stage = stage;
        this.accounts = accounts;
        this.documents = documents;
        this.clock = clock;
    }

    @Override
    public List<DemoStep> past() {
        List<DemoStep> steps = new ArrayList<>();
        stocked(steps, 1, -48, CENTRE, "surgical-mask", "", "", 3_000, 50, 9).accepted();
        stocked(steps, 2, -48, CENTRE, "surgical-mask", "", "", 2_600, 50, 7).accepted();
        stocked(steps, 3, -47, OTHER, "surgical-mask", "", "", 1_510, 50, 4).accepted();
        stocked(steps, 4, -47, CENTRE, "n95-mask", "", "", 850, 20, 6).accepted();
        stocked(steps, 5, -46, CENTRE, "gown", "plastic", "", 450, 100, 8).accepted();
        stocked(steps, 6, -46, CENTRE, "gown", "isolation", "", 340, 50, 5).accepted();
        stocked(steps, 7, -45, CENTRE, "face-shield", "", "", 210, 100, 10).accepted();
        stocked(steps, 8, -44, CENTRE, "glove", "nitrile", "S", 1_800, 200, 6).accepted();
        stocked(steps, 9, -44, CENTRE, "glove", "nitrile", "M", 3_000, 200, 6).accepted();
        stocked(steps, 10, -44, OTHER, "glove", "nitrile", "L", 1_200, 200, 6).accepted();
        stocked(steps, 11, -43, CENTRE, "gown", "plastic", "", 60, 100, 3).refused("着丈が98cmで、仕様の100cmに満たないため。");

        ordered(steps, 1, -27, "青森県立中央病院", "hospital", "surgical-mask", "", "", 2_000).issued(1).delivered(3);
        stocked(steps, 12, -12, CENTRE, "surgical-mask", "", "", 40, 50, 2, "order-1").accepted();
        ordered(steps, 2, -13, "弘前市立診療所", "clinic", "glove", "nitrile", "M", 6_000).issued(1).delivered(2);
        ordered(steps, 3, -1, "八戸歯科医院", "dental", "surgical-mask", "", "", 500);
        stocked(steps, 13, -1, CENTRE, "glove", "nitrile", "M", 30, 200, 2, "order-2");
        return steps;
    }

    private static Map<String, Object> points(Map<String, Object> measured, String... points) {
        Map<String, Object> all = new HashMap<>(measured);
        List.of(points).forEach(point -> all.put(point, true));
        List.of("sound", "delivered", "channel").forEach(point -> all.put(point, true));
        return all;
    }

    private Course stocked(List<DemoStep> steps, int note, int day, String warehouse, String item, String kind, String size, int boxes, int perBox, int monthsOld) {
        return stocked(steps, note, day, warehouse, item, kind, size, boxes, perBox, monthsOld, null);
    }

    /** @param monthsOld when it comes @param order what it replenishes, or null */
    private Course stocked(List<DemoStep> steps, int note, int day, String warehouse, String item, String kind, String size, int boxes, int perBox,
                           int monthsOld, String order) {
        LocalDate on = clock.today().plusDays(day);
        LocalDate made = on.minusMonths(monthsOld).withDayOfMonth(10);
        Map<String, Object> delivery = new HashMap<>(Map.of("noteNumber", "AL-%04d".formatted(note), "deliveredOn", on.toString(), "warehouse", warehouse,
                "item", item, "maker", "津軽メディカル工業株式会社", "product", name(item, kind), "lotNumber", "TM%02d%03d".formatted(made.getYear() % 100, note),
                "made", made.toString()));
        delivery.putAll(Map.of("units", boxes, "unit", "box", "perUnit", perBox));
        if (!item.equals("face-shield")) {
            delivery.put("useBy", made.plusYears(5).toString());
        }
        put(delivery, "kind", kind);
        put(delivery, "size", size);
        Course course = new Course(steps, "delivery-" + note, on, kind.isEmpty() ? item : item + "-" + kind);
        course.files("delivery", delivery, order);
        return course;
    }

    private Course ordered(List<DemoStep> steps, int number, int day, String institution, String type, String item, String kind, String size, int pieces) {
        LocalDate on = clock.today().plusDays(day);
        Map<String, Object> order = new HashMap<>(Map.of("institution", institution, "institutionType", type, "address", "青森県内の医療機関",
                "orderedOn", on.toString(), "item", item, "units", pieces, "unit", "piece"));
        put(order, "kind", kind);
        put(order, "size", size);
        Course course = new Course(steps, "order-" + number, on, item);
        course.files("order", order, null);
        return course;
    }

    private static void put(Map<String, Object> answers, String key, String value) {
        if (!value.isEmpty()) {
            answers.put(key, value);
        }
    }

    private static String name(String item, String kind) {
        return switch (item) {
            case "surgical-mask" -> "サージカルマスク ふつう";
            case "n95-mask" -> "N95マスク 折りたたみ型";
            case "gown" -> kind.equals("plastic") ? "プラスチックガウン 長袖" : "アイソレーションガウン";
            case "face-shield" -> "フェイスシールド 眼鏡対応";
            default -> "ニトリル検査手袋";
        };
    }

    /** What happens to one delivery or order, all in the contractor's hands. */
    private final class Course {

        private final List<DemoStep> steps;
        private final String name;
        private final LocalDate start;
        private final String annex;
        private int count;

        Course(List<DemoStep> steps, String name, LocalDate start, String annex) {
            this.steps = steps;
            this.name = name;
            this.start = start;
            this.annex = annex;
        }

        void files(String call, Map<String, Object> answers, String order) {
            step(0, none -> {
                if (order != null) {
                    answers.put("replenishes", stage.filed("stock-" + order, contractor()).value());
                }
                return stage.files(PROGRAMME, call, "stock-" + name, contractor(), Channel.OFFICE, Answers.of(answers));
            });
        }

        void accepted() {
            step(0, number -> {
                Map<String, Object> inspection = new HashMap<>(ANNEX.get(annex));
                inspection.put("evidence", List.of(documents.store(contractor(), "試験成績書.pdf", DemoPapers.pdf("Test report")).id()));
                return stage.concludes(number, contractor(), INSPECT, Conclusion.of("accept", Answers.of(inspection), ""));
            });
        }

        void refused(String reason) {
            step(0, number -> stage.concludes(number, contractor(), INSPECT, Conclusion.of("refuse", Answers.NONE, reason)));
        }

        Course issued(int day) {
            return step(day, number -> stage.concludes(number, contractor(), "UserTask_IssueOrder",
                    Conclusion.of("issued", Answers.of(Map.of("issuedOn", start.plusDays(day).toString())), "")));
        }

        void delivered(int day) {
            step(day, number -> stage.concludes(number, contractor(), "UserTask_RecordDelivery",
                    Conclusion.of("delivered", Answers.of(Map.of("deliveredOn", start.plusDays(day).toString(), "receivedBy", "物品管理部門")), "")));
        }

        private Course step(int day, UnaryOperator<CaseNumber> deed) {
            steps.add(new DemoStep("stock-" + name + "/" + count, "stock-" + name, start.plusDays(day).atTime(MORNING.plusMinutes(9L * count++)),
                    DataScope.ofContractor(AOMORI, List.of(PROGRAMME)), deed::apply));
            return this;
        }

        private Actor contractor() {
            return accounts.byLogin("aomori-contractor").orElseThrow().asActor();
        }
    }
}
