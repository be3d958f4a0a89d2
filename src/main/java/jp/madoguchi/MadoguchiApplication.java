package jp.madoguchi;

import java.util.Locale;
import java.util.TimeZone;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.modulith.Modulithic;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Madoguchi (窓口): case management for the public programmes of prefectures and cities. */
@SpringBootApplication
@EnableScheduling
@Modulithic(systemName = "Madoguchi", sharedModules = "kernel")
public class MadoguchiApplication {

    public static void main(String[] args) {
        speakJapaneseTime();
        SpringApplication.run(MadoguchiApplication.class, args);
    }

    /** Containers default to UTC and English; every date a clerk sees is Japanese time (requirements §2.3). */
    private static void speakJapaneseTime() {
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
        Locale.setDefault(Locale.JAPAN);
    }
}
