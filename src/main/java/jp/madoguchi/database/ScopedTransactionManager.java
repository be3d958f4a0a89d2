package jp.madoguchi.database;

import jakarta.persistence.EntityManagerFactory;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import jp.madoguchi.kernel.DataScope;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Opens every transaction under the thread's {@link DataScope}, which PostgreSQL's row level security policies read as
 * {@code current_setting('madoguchi.scope')} and, for contractors, {@code madoguchi.programmes}. Both are local to the transaction: a pooled connection never
 * carries one person's scope to the next.
 */
class ScopedTransactionManager extends JpaTransactionManager {

    ScopedTransactionManager(EntityManagerFactory entityManagerFactory) {
        super(entityManagerFactory);
    }

    @Override
    protected void doBegin(Object transaction, TransactionDefinition definition) {
        super.doBegin(transaction, definition);
        ConnectionHolder holder = (ConnectionHolder) TransactionSynchronizationManager.getResource(getDataSource());
        String scope = DataScope.current();
        int programmes = scope.indexOf(DataScope.PROGRAMMES);
        try (PreparedStatement statement = holder.getConnection().prepareStatement(
                "select set_config('madoguchi.scope', ?, true), set_config('madoguchi.programmes', ?, true)")) {
            statement.setString(1, programmes < 0 ? scope : scope.substring(0, programmes));
            statement.setString(2, programmes < 0 ? "" : scope.substring(programmes + 1));
            statement.execute();
        } catch (SQLException e) {
            doCleanupAfterCompletion(transaction);
            throw new CannotCreateTransactionException("The transaction's data scope could not be set", e);
        }
    }
}
