package jp.madoguchi.support;

import java.util.Map;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Thousands of people are hired and sign in in a run; each hash as the product makes it takes a tenth of a second. */
@TestConfiguration(proxyBeanMethods = false)
public class QuickPasswords {

    @Bean
    @Primary
    PasswordEncoder hashesOfTests() {
        return new DelegatingPasswordEncoder("bcrypt", Map.of("bcrypt", new BCryptPasswordEncoder(4)));
    }
}
