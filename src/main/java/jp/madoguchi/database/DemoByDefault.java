package jp.madoguchi.database;

import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Without a database of its own, an installation is a demo: accounts, cases, a mail box page and a time machine. With
 * {@code spring.datasource.url} none of this exists, whatever else is set.
 */
class DemoByDefault implements EnvironmentPostProcessor, Ordered {

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        Map<String, Object> settings = new HashMap<>();
        if (environment.containsProperty("spring.datasource.url")) {
            settings.put("madoguchi.demo", false);
            environment.getPropertySources().addFirst(new MapPropertySource("no demo", settings));
        } else {
            settings.put("madoguchi.demo", true);
            settings.put("madoguchi.mail", "box");
            environment.getPropertySources().addLast(new MapPropertySource("demo", settings));
        }
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}
