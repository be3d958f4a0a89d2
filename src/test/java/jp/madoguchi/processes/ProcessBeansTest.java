package jp.madoguchi.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jp.madoguchi.booth.process.BoothTasks;
import jp.madoguchi.campaign.process.CampaignTasks;
import jp.madoguchi.casefile.process.CaseTasks;
import jp.madoguchi.letters.process.LetterTasks;
import jp.madoguchi.lottery.process.DrawTasks;
import jp.madoguchi.merchant.process.MerchantTasks;
import jp.madoguchi.duty.process.DutyTasks;
import jp.madoguchi.premium.process.PremiumTasks;
import jp.madoguchi.stockpile.process.StockTasks;
import jp.madoguchi.subsidy.process.SubsidyTasks;
import jp.madoguchi.vendor.process.VendorTasks;
import jp.madoguchi.workflow.TaskSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Bean names in BPMN are text: a typo must fail here, not in a citizen's case. */
class ProcessBeansTest {

    private static final Map<String, Class<?>> BEANS = Map.ofEntries(Map.entry("vendorTasks", VendorTasks.class),
            Map.entry("merchantTasks", MerchantTasks.class), Map.entry("subsidyTasks", SubsidyTasks.class), Map.entry("dutyTasks", DutyTasks.class),
            Map.entry("boothTasks", BoothTasks.class), Map.entry("stockTasks", StockTasks.class), Map.entry("caseTasks", CaseTasks.class),
            Map.entry("campaignTasks", CampaignTasks.class), Map.entry("letterTasks", LetterTasks.class), Map.entry("drawTasks", DrawTasks.class),
            Map.entry("premiumTasks", PremiumTasks.class));
    private static final Pattern CALL = Pattern.compile("\\$\\{(\\w+)\\.(\\w+)\\(([^)]*)\\)");
    private static final Pattern FORM = Pattern.compile("camunda:formKey=\"form:([^\"]+)\"");

    @Test
    @DisplayName("モデルが呼ぶメソッドはすべて存在し、使われないメソッドはない")
    void every_method_exists_and_is_used() throws IOException {
        TreeSet<String> called = new TreeSet<>();
        for (Path file : models()) {
            Matcher call = CALL.matcher(Files.readString(file));
            while (call.find()) {
                Class<?> bean = BEANS.get(call.group(1));
                assertThat(bean).as(file + ": " + call.group()).isNotNull();
                int arguments = call.group(3).split(",").length;
                assertThat(Arrays.stream(bean.getMethods()).filter(m -> m.getName().equals(call.group(2))).map(m -> m.getParameterCount()))
                        .as(file + ": " + call.group()).contains(arguments);
                called.add(call.group(1) + "." + call.group(2));
            }
        }
        TreeSet<String> offered = new TreeSet<>();
        BEANS.forEach((name, bean) -> Arrays.stream(bean.getDeclaredMethods())
                .filter(m -> java.lang.reflect.Modifier.isPublic(m.getModifiers()) && !m.isSynthetic())
                .forEach(m -> offered.add(name + "." + m.getName())));
        assertThat(called).isEqualTo(offered);
    }

    @Test
    @DisplayName("モデルが使う様式はすべて存在する")
    void every_form_exists() throws IOException {
        for (Path file : models()) {
            Matcher form = FORM.matcher(Files.readString(file));
            while (form.find()) {
                if (!form.group(1).equals(TaskSpec.CASE_FORM)) {
                    assertThat(Path.of("forms", form.group(1) + ".form")).as(file.toString()).exists();
                }
            }
        }
    }

    private static List<Path> models() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("processes"))) {
            return files.filter(file -> file.toString().endsWith(".bpmn")).toList();
        }
    }
}
