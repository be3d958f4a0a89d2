package jp.madoguchi;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.TimeZone;
import java.util.function.ToIntBiFunction;
import jp.madoguchi.audit.VerifyTrail;
import jp.madoguchi.draw.VerifyDraw;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;
import org.springframework.modulith.Modulithic;
import org.springframework.scheduling.annotation.EnableScheduling;

/**
 * Madoguchi (窓口): case management for the public programmes of prefectures and cities. With the arguments
 * {@code verify-trail <export>} it only checks an exported audit trail, and with {@code verify-draw <folder>} a published draw,
 * without database or network.
 *
 * <p>Beans are named by their full class name, so that two rooms may each have their own {@code CasePages}.
 */
@SpringBootApplication(nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class)
@EnableScheduling
@Modulithic(systemName = "Madoguchi", sharedModules = "kernel")
public class MadoguchiApplication {

    public static void main(String[] args) {
        speakJapaneseTime();
        switch (args.length == 0 ? "" : args[0]) {
            case "verify-trail" -> verify(VerifyTrail::run, args);
            case "verify-draw" -> verify(VerifyDraw::run, args);
            default -> SpringApplication.run(MadoguchiApplication.class, args);
        }
    }

    private static void verify(ToIntBiFunction<String[], PrintStream> verifier, String[] args) {
        System.exit(verifier.applyAsInt(Arrays.copyOfRange(args, 1, args.length),
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8)));
    }

    /** Containers default to UTC and English; every date a clerk sees is Japanese time (requirements §2.3). */
    private static void speakJapaneseTime() {
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
        Locale.setDefault(Locale.JAPAN);
    }
}
