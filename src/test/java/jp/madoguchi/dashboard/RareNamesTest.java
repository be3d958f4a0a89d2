package jp.madoguchi.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.Csv;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.org.Accounts;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Acceptance test T20 from the application to the files. */
@MadoguchiTest
class RareNamesTest {

    /** U+FA19, which normalisation would change, and U+20BB7, which windows-31j lacks. */
    private static final String NAME = "\uFA19田\uD842\uDFB7商店";

    @Autowired
    TestOffice office;
    @Autowired
    Accounts accounts;
    @Autowired
    JdbcClient jdbc;
    @Autowired
    TransactionOperations transactions;
    @Autowired
    TestRestTemplate http;

    @Test
    @DisplayName("T20：異体字の名前は保存してもファイルにしても変わらず、Shift_JISにない字は〓になる前に知らされる")
    void t20_rare_names_stay_as_typed() {
        Actor applicant = office.applicant(NAME);
        CaseNumber number = office.receives(applicant, office.eligibleApplication(applicant, NAME));
        String saved = DataScope.within(DataScope.EVERYTHING, () -> transactions.execute(status ->
                jdbc.sql("select encode(convert_to(title, 'UTF8'), 'hex') from case_file where number = ?").param(number.value())
                        .query(String.class).single()));
        assertThat(saved).isEqualTo(HexFormat.of().formatHex(NAME.getBytes(StandardCharsets.UTF_8)));

        TestRestTemplate manager = http.withBasicAuth(accounts.get(office.manager("神田 花子").id()).login(), "madoguchi-test");
        String file = "/dashboard/gunma-mask-r5/ageing.csv";
        assertThat(new String(manager.getForObject(file, byte[].class), StandardCharsets.UTF_8)).contains(number + "," + NAME + ",");

        ResponseEntity<String> warning = manager.getForEntity(file + "?encoding=windows-31j", String.class);
        assertThat(warning.getHeaders().getContentType().isCompatibleWith(MediaType.TEXT_HTML)).isTrue();
        assertThat(warning.getBody()).contains("行目「件名」：\uD842\uDFB7", "href=\"?encoding=windows-31j&amp;replace=true\"", "href=\"?encoding=utf-8\"");

        byte[] legacy = manager.getForObject(file + "?encoding=windows-31j&replace=true", byte[].class);
        assertThat(new String(legacy, Csv.WINDOWS_31J)).contains(number + ",\uFA19田〓商店,");
        assertThat(HexFormat.of().formatHex(legacy)).contains("fb7e");
    }
}
