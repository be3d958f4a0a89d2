package jp.madoguchi.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import jp.madoguchi.MadoguchiApplication;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.ActiveProfiles;

/**
 * The whole application on a real PostgreSQL, listening on a random port. All tests share one context and one server,
 * never data: each makes its own cases and looks at those only. Jobs run when a test says so, and a clock that a test
 * moved comes back after it.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ActiveProfiles("test")
@ExtendWith({NotAcrossMidnight.class, ClockComesBack.class})
@SpringBootTest(classes = {MadoguchiApplication.class, TestOffice.class, QuickPasswords.class}, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
public @interface MadoguchiTest {}
