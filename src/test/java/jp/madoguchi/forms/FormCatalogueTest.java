package jp.madoguchi.forms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.OffsetDateTime;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.support.MadoguchiTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

@MadoguchiTest
class FormCatalogueTest {

    private final FormCatalogue forms;
    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final Clock clock;

    @Autowired
    FormCatalogueTest(FormCatalogue forms, JdbcClient jdbc, TransactionOperations transactions, Clock clock) {
        this.forms = forms;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Test
    void every_version_is_kept_once_however_often_the_application_starts() {
        new FormCatalogue(new PathMatchingResourcePatternResolver(), jdbc, transactions, clock);
        assertThat(kept("sample/plain")).isEqualTo(1);
        assertThat(forms.exists("sample/plain")).isTrue();
        assertThat(forms.all()).extracting(FormDefinition::id).contains("sample/plain", "sample/everything");
    }

    @Test
    void an_old_submission_is_shown_with_the_form_it_was_made_on() {
        FormDefinition old = FormDefinition.parse("old.form", """
                {"id":"sample/renewed","title":"前年度の様式","components":[{"id":"a","type":"textfield","key":"a"}]}""");
        transactions.executeWithoutResult(status -> jdbc
                .sql("insert into form_version (form_id, hash, content, first_seen) values (:id, :hash, :content, :now)")
                .param("id", old.id()).param("hash", old.hash()).param("content", old.schema())
                .param("now", OffsetDateTime.now(clock)).update());
        assertThat(forms.get(old.id(), old.hash()).titleJa()).isEqualTo("前年度の様式");
        assertThat(forms.exists(old.id())).isFalse();
    }

    @Test
    void what_was_never_here_is_not_found() {
        assertThatThrownBy(() -> forms.get("sample/none")).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> forms.get("sample/plain", "0".repeat(64))).isInstanceOf(NotFoundException.class);
        FormDefinition plain = forms.get("sample/plain");
        assertThat(forms.get("sample/plain", plain.hash())).isSameAs(plain);
    }

    private int kept(String id) {
        return transactions.execute(status -> jdbc.sql("select count(*) from form_version where form_id = :id")
                .param("id", id).query(Integer.class).single());
    }
}
