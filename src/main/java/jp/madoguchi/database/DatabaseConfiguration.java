package jp.madoguchi.database;

import jakarta.persistence.EntityManagerFactory;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.flyway.FlywayDataSource;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/** Where the data lives and as whom it is touched. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

    /** Without {@code SPRING_DATASOURCE_URL} the application brings its own server, under {@code madoguchi.data-dir}. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = "spring.datasource.url", matchIfMissing = true, havingValue = "none")
    static class OwnServer {

        @Bean(destroyMethod = "close")
        EmbeddedPostgres embeddedPostgres(@Value("${madoguchi.data-dir}") Path directory) {
            return EmbeddedPostgres.start(directory);
        }

        @Bean
        JdbcConnectionDetails embeddedConnection(EmbeddedPostgres server) {
            return new JdbcConnectionDetails() {
                @Override
                public String getUsername() {
                    return server.username();
                }

                @Override
                public String getPassword() {
                    return server.password();
                }

                @Override
                public String getJdbcUrl() {
                    return server.jdbcUrl();
                }
            };
        }
    }

    /**
     * Migrations run as the owner; the pool's connections step down to {@code madoguchi_app} (application.yaml). Not a
     * candidate for anybody else, or the pool would back off and everything would run as the owner.
     */
    @Bean(defaultCandidate = false)
    @FlywayDataSource
    DataSource migrationDataSource(JdbcConnectionDetails details) {
        return new SimpleDriverDataSource(new org.postgresql.Driver(), details.getJdbcUrl(), details.getUsername(),
                details.getPassword());
    }

    @Bean
    ScopedTransactionManager transactionManager(EntityManagerFactory entityManagerFactory, DataSource dataSource) {
        ScopedTransactionManager manager = new ScopedTransactionManager(entityManagerFactory);
        manager.setDataSource(dataSource);
        return manager;
    }
}
