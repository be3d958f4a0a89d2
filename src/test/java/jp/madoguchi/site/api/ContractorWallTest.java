package jp.madoguchi.site.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import jp.madoguchi.audit.Trail;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.org.Accounts;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** T28: a contractor works on the cases of its programmes and of no other, and who tries is on the trail. */
@MadoguchiTest
class ContractorWallTest {

    private static final List<String> OF_A_CASE = List.of("submission", "document", "timeline", "inbox_item", "clock_entry");

    @LocalServerPort
    int port;
    @Autowired
    TestOffice office;
    @Autowired
    Accounts accounts;
    @Autowired
    Cases cases;
    @Autowired
    Trail trail;
    @Autowired
    JdbcClient jdbc;
    @Autowired
    TransactionTemplate transaction;

    @Test
    @DisplayName("受託者は、受託していない事業の案件を開けず、開こうとしたことが証跡に残る（T28）")
    void no_other_programme() {
        CaseNumber number = filed();
        Actor contractor = office.contractor(TestOffice.GUNMA, "shinjigyo", "another-programme", "委託　三郎");
        assertThat(Caller.signedIn(contractor, accounts, port).get("/cases/" + number).status()).isEqualTo(404);
        assertThat(DataScope.within(TestOffice.GUNMA, () -> trail.ofCase(number)))
                .anySatisfy(event -> {
                    assertThat(event.kind()).isEqualTo("view.refused");
                    assertThat(event.actor().id()).isEqualTo(contractor.id());
                });
        for (String table : OF_A_CASE) {
            assertThat(rows(contractor, table, number)).as(table).isZero();
        }
    }

    @Test
    @DisplayName("受託した事業の案件は、受託者の事務局が開いて見られる")
    void its_own_programme() {
        CaseNumber number = filed();
        Actor contractor = office.contractor(TestOffice.GUNMA, "shinjigyo", "gunma-mask-r5", "委託　花子");
        assertThat(Caller.signedIn(contractor, accounts, port).get("/cases/" + number).status()).isEqualTo(200);
        for (String table : OF_A_CASE) {
            assertThat(rows(contractor, table, number)).as(table).isPositive();
        }
    }

    private CaseNumber filed() {
        Actor applicant = office.applicant("株式会社上毛マスク");
        return office.receives(applicant, office.eligibleApplication(applicant, "株式会社上毛マスク"));
    }

    private long rows(Actor actor, String table, CaseNumber number) {
        return DataScope.within(TestOffice.scope(actor), () -> transaction.execute(status -> jdbc
                .sql("select count(*) from " + table + " where case_number = ?").param(number.value()).query(Long.class).single()));
    }
}
