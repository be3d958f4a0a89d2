package jp.madoguchi;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.util.Set;
import jp.madoguchi.calendar.BusinessClock;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RestController;

/** The floor plan: rooms import only what they say, the engine stays at the edge, time comes from one clock. */
class ArchitectureTest {

    private static final JavaClasses OURS = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("jp.madoguchi");
    private static final DescribedPredicate<JavaClass> ENGINE = resideInAPackage("org.camunda..");
    private static final DescribedPredicate<JavaClass> FEEL = resideInAPackage("org.camunda.feel..");

    @Test
    @DisplayName("部屋の依存は宣言どおり")
    void rooms_import_only_what_they_say() {
        ApplicationModules modules = ApplicationModules.of(MadoguchiApplication.class);
        assertThat(modules.stream().map(module -> module.getIdentifier().toString())).contains("kernel", "org", "calendar", "forms",
                "banking", "programme", "workflow", "audit", "casefile", "letters", "vendor", "merchant", "subsidy", "draw", "lottery", "premium", "inbox", "portal", "dashboard", "tracing", "site");
        modules.verify();
    }

    @Test
    @DisplayName("エンジンは workflow と process パッケージだけが知る（式の評価だけは forms.FeelConditions）")
    void the_engine_stays_at_the_edge() {
        noClasses().that(not(resideInAnyPackage("jp.madoguchi.workflow..", "jp.madoguchi..process..")))
                .should().dependOnClassesThat(ENGINE.and(not(FEEL))).check(OURS);
        noClasses().that(not(DescribedPredicate.describe("FeelConditions", (JavaClass c) -> c.getName().startsWith("jp.madoguchi.forms.FeelConditions"))))
                .should().dependOnClassesThat(FEEL).check(OURS);
    }

    @Test
    @DisplayName("kernel は Java だけで書かれている")
    void the_kernel_is_plain() {
        noClasses().that().resideInAPackage("jp.madoguchi.kernel..").should()
                .dependOnClassesThat(resideInAnyPackage("org.springframework.web..", "org.springframework.data..", "org.springframework.beans..",
                        "jakarta..", "org.camunda..")).check(OURS);
    }

    @Test
    @DisplayName("domain はウェブもエンジンも知らず、画面のクラスは公開しない")
    void domains_and_pages() {
        noClasses().that().resideInAPackage("..domain..").should()
                .dependOnClassesThat(resideInAnyPackage("org.springframework.web..", "org.camunda..", "jp.madoguchi..web..")).check(OURS);
        classes().that().areAnnotatedWith(Controller.class).or().areAnnotatedWith(RestController.class).should().notBePublic().check(OURS);
    }

    @Test
    @DisplayName("時刻は BusinessClock だけが取る")
    void time_comes_from_one_clock() {
        Set<String> asking = Set.of("now", "currentTimeMillis", "systemDefaultZone", "systemUTC", "system");
        noClasses().that(not(type(BusinessClock.class))).should().callMethodWhere(
                DescribedPredicate.describe("ask the system for the time", (JavaMethodCall call) -> asking.contains(call.getName())
                        && (call.getTargetOwner().getPackageName().equals("java.time") || call.getTargetOwner().isEquivalentTo(System.class))
                        && call.getTarget().getRawParameterTypes().stream().noneMatch(p -> p.isAssignableTo(Clock.class)))).check(OURS);
    }

    @Test
    @DisplayName("フィールドへの注入はしない")
    void no_field_injection() {
        noFields().should().beAnnotatedWith(Autowired.class).check(OURS);
    }
}
