package jp.madoguchi.workflow;

import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ScriptUtils;
import org.springframework.stereotype.Component;

/**
 * Creates the engine's tables from the scripts that its jar ships. Flyway's lock keeps two starting nodes apart, and
 * the application's role needs no right to create tables. An engine upgrade is a further migration of this kind.
 */
@Component
class CamundaSchema implements JavaMigration {

    private static final String FOLDER = "org/camunda/bpm/engine/db/create/activiti.postgres.create.";

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion("0002");
    }

    @Override
    public String getDescription() {
        return "camunda 7.24";
    }

    @Override
    public Integer getChecksum() {
        return null;
    }

    @Override
    public boolean canExecuteInTransaction() {
        return true;
    }

    @Override
    public void migrate(Context context) {
        for (String part : new String[] {"engine", "history", "identity", "case.engine", "case.history", "decision.engine",
                "decision.history"}) {
            ScriptUtils.executeSqlScript(context.getConnection(), new ClassPathResource(FOLDER + part + ".sql"));
        }
    }
}
