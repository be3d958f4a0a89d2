package jp.madoguchi.banking;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import jp.madoguchi.banking.ZenginTransfer.Order;
import jp.madoguchi.banking.ZenginTransfer.Payer;
import jp.madoguchi.banking.ZenginTransfer.Payment;
import jp.madoguchi.banking.ZenginTransfer.TransferFile;
import jp.madoguchi.calendar.BankCalendar;
import jp.madoguchi.forms.Problem;
import jp.madoguchi.kernel.Csv;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.kernel.Yen;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ByteArrayResource;

/** Requirements §2.7.1, acceptance test T19. */
class ZenginTransferTest {

    /** The golden file; a bar marks each record's end. */
    private static final String GOLDEN = """
            12101234567890ｱﾝﾅｶｼ                                   12160128ｸﾞﾝﾏ           100ﾎﾝﾃﾝ           11234567                 |
            20128ｸﾞﾝﾏ           100ﾎﾝﾃﾝ           000017654321ｶ)ｱﾝﾅｶｼﾖｳﾃﾝ                   00001285000000000100100002024127        |
            29900ﾕｳﾁﾖ           058ｾﾞﾛｺﾞﾊﾁ        000011234567ｸﾞﾝﾏ ﾀﾛｳ                      00000032000000000100200002024127        |
            8000002000000131700                                                                                                     |
            9                                                                                                                       |
            """;
    private static final LocalDate DAY = LocalDate.of(2024, 12, 16);
    private static final Payer ANNAKA = new Payer("1234567890", "ｱﾝﾅｶｼ", "0128", "100", AccountType.ORDINARY, "1234567");
    private static final Payment SHOP = new Payment(new BankAccount("0128", "100", AccountType.ORDINARY, "7654321", "ｶ)ｱﾝﾅｶｼﾖｳﾃﾝ"),
            new Yen(128_500), "1001", "202412");
    private static final Payment PERSON = new Payment(new BankAccount("9900", "058", AccountType.ORDINARY, "1234567", "ｸﾞﾝﾏ ﾀﾛｳ"),
            new Yen(3_200), "1002", "202412");

    private final ZenginTransfer transfer = new ZenginTransfer(BankDirectory.shipped(), BankCalendar.byRule());

    @Test
    @DisplayName("T19：加盟店2件の総合振込ファイルは見本と1バイトも違わない")
    void t19_equals_the_golden_file() {
        TransferFile file = transfer.write(order(ANNAKA, DAY, 1, List.of(SHOP, PERSON), 131_700, false));
        assertThat(file.content()).isEqualTo(GOLDEN.replace("|\n", "").getBytes(Csv.WINDOWS_31J)).hasSize(600);
        assertThat(file.name()).isEqualTo("SOFURI_20241216_001.txt");
        // sha256sum of the golden file without bars and line breaks
        assertThat(file.sha256()).isEqualTo("356809a63041db87c1d267c3f4d4ebc18cc72c5712bd133f57a1dac66d83658e");
        assertThat(file.count()).isEqualTo(2);
        assertThat(file.total()).isEqualTo(new Yen(131_700));
    }

    @Test
    void line_breaks_come_behind_each_record_where_the_bank_asks_for_them() {
        TransferFile file = transfer.write(order(ANNAKA, DAY, 12, List.of(SHOP, PERSON), 131_700, true));
        assertThat(file.content()).isEqualTo(GOLDEN.replace("|\n", "\r\n").getBytes(Csv.WINDOWS_31J)).hasSize(5 * 122);
        assertThat(file.name()).isEqualTo("SOFURI_20241216_012.txt");
    }

    @Test
    void the_widest_values_fill_their_fields() {
        String forty = "ｱ".repeat(39) + "Z";
        String thirty = "ﾊﾟ".repeat(15);
        Payment most = new Payment(new BankAccount("9900", "019", AccountType.CURRENT, "9999999", thirty),
                ZenginTransfer.MOST_PER_PAYMENT, "9999999999", "");
        TransferFile file = transfer.write(order(new Payer("1", forty, "0128", "100", AccountType.CURRENT, "0000001"), DAY, 999,
                List.of(most), 9_999_999_999L, false));
        String text = new String(file.content(), Csv.WINDOWS_31J);
        assertThat(text).hasSize(4 * 120);
        assertThat(text.substring(0, 54)).isEqualTo("1210" + "0000000001" + forty);
        assertThat(text.substring(95, 103)).isEqualTo("20000001");
        assertThat(text.substring(120 + 42, 240)).isEqualTo("29999999" + thirty + "9999999999" + "0" + "9999999999" + "0000000000" + "7" + " ".repeat(8));
        assertThat(text.substring(240, 259)).isEqualTo("8000001009999999999");
    }

    @Test
    @DisplayName("銀行名と支店名のカナだけは15文字に詰める")
    void names_of_places_are_cut_to_their_field() {
        String banks = "銀行コード,支店コード,名称,カナ\n0128,,群馬,グンマ\n0128,100,本店,ホンテン\n0128,200,長い,アイウエオガギグゲゴアイウ\n";
        ZenginTransfer other = new ZenginTransfer(new BankDirectory(new ByteArrayResource(banks.getBytes(UTF_8))),
                BankCalendar.byRule());
        Payment far = new Payment(new BankAccount("0128", "200", AccountType.ORDINARY, "7654321", "ｱ"), new Yen(1), "1", "");
        String text = new String(other.write(order(ANNAKA, DAY, 1, List.of(far), 1, false)).content(), Csv.WINDOWS_31J);
        assertThat(text.substring(120, 240)).startsWith("20128ｸﾞﾝﾏ           200ｱｲｳｴｵｶﾞｷﾞｸﾞｹﾞｺﾞ000017654321");
    }

    @ParameterizedTest
    @DisplayName("振込指定日は銀行の営業日だけ")
    @ValueSource(strings = {"2024-12-14", "2024-12-15", "2024-12-31", "2025-01-01", "2025-01-03", "2025-02-24"})
    void transfers_need_a_day_on_which_banks_work(LocalDate day) {
        assertThat(paths(order(ANNAKA, day, 1, List.of(SHOP), 128_500, false))).containsExactly("on");
        assertThat(paths(order(ANNAKA, LocalDate.of(2024, 12, 30), 1, List.of(SHOP), 128_500, false))).as("banks work on 30 December").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 10_000_000_000L})
    void amounts_are_bounded(long amount) {
        Payment wrong = new Payment(SHOP.to(), new Yen(amount), "1001", "202412");
        assertThat(paths(order(ANNAKA, DAY, 1, List.of(wrong), amount, false))).containsExactly("payments[0].amount");
    }

    @ParameterizedTest
    @CsvSource({"'', 202412, customerCode1", "12345678901, 202412, customerCode1", "A1, 202412, customerCode1", "1001, 12345678901, customerCode2",
        "1001, 2024-12, customerCode2"})
    void customer_codes_are_digits_that_fit(String code1, String code2, String path) {
        assertThat(paths(order(ANNAKA, DAY, 1, List.of(PERSON, new Payment(SHOP.to(), SHOP.amount(), code1, code2)), 131_700, false)))
                .containsExactly("payments[1]." + path);
    }

    @ParameterizedTest
    @CsvSource({
        "'', ｱﾝﾅｶｼ, 0128, 100, ORDINARY, 1234567, clientCode", "12345678901, ｱﾝﾅｶｼ, 0128, 100, ORDINARY, 1234567, clientCode",
        "1, 安中市, 0128, 100, ORDINARY, 1234567, name", "1, '', 0128, 100, ORDINARY, 1234567, name",
        "1, ｱｱｱｱｱｱｱｱｱｱｱｱｱｱｱｱｱｱｱｱｱｱｱｱｱｱｱｱｱｱｱｱｱｱｱｱｱｱｱｱｱ, 0128, 100, ORDINARY, 1234567, name",
        "1, ｱﾝﾅｶｼ, 0000, 100, ORDINARY, 1234567, bank", "1, ｱﾝﾅｶｼ, 0128, 738, ORDINARY, 1234567, branch",
        "1, ｱﾝﾅｶｼ, 0128, 100, SAVINGS, 1234567, type", "1, ｱﾝﾅｶｼ, 0128, 100, ORDINARY, 123456, number",
    })
    void the_payer_must_be_complete(String code, String name, String bank, String branch, AccountType type, String number, String path) {
        assertThat(paths(order(new Payer(code, name, bank, branch, type, number), DAY, 1, List.of(SHOP), 128_500, false)))
                .containsExactly("payer." + path);
    }

    @Test
    void the_sum_must_be_the_ledgers() {
        assertThat(transfer.problems(order(ANNAKA, DAY, 1, List.of(SHOP, PERSON), 131_701, false))).singleElement().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo("total");
            assertThat(problem.messageJa()).contains("131,700円", "131,701円");
        });
        List<Payment> hundredAndOne = IntStream.rangeClosed(1, 101)
                .mapToObj(i -> new Payment(SHOP.to(), ZenginTransfer.MOST_PER_PAYMENT, "" + i, "")).toList();
        assertThat(transfer.problems(order(ANNAKA, DAY, 1, hundredAndOne, 101 * 9_999_999_999L, false))).singleElement()
                .extracting(Problem::code).isEqualTo("limit");
    }

    @Test
    void a_file_has_payments_and_a_number() {
        assertThat(paths(order(ANNAKA, DAY, 1, List.of(), 0, false))).containsExactly("payments");
        assertThat(paths(order(ANNAKA, DAY, 1, Collections.nCopies(1_000_000, SHOP), 128_500_000_000L, false))).containsExactly("payments");
        assertThat(paths(order(ANNAKA, DAY, 0, List.of(SHOP), 128_500, false))).containsExactly("sequence");
        assertThat(paths(order(ANNAKA, DAY, 1000, List.of(SHOP), 128_500, false))).containsExactly("sequence");
    }

    @Test
    @DisplayName("同じ加盟店の同じ精算回を二度払わない")
    void nobody_is_paid_twice_for_the_same() {
        Payment again = new Payment(PERSON.to(), new Yen(1), "0001001", "0000202412");
        Payment next = new Payment(SHOP.to(), SHOP.amount(), "1001", "202501");
        assertThat(transfer.problems(order(ANNAKA, DAY, 1, List.of(SHOP, again), 128_501, false))).singleElement().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo("payments[1].customerCode1");
            assertThat(problem.code()).isEqualTo("duplicate");
        });
        assertThat(paths(order(ANNAKA, DAY, 1, List.of(SHOP, next), 257_000, false))).isEmpty();
    }

    @Test
    @DisplayName("一つでも誤りがあればファイルは作られず、何件目のどこかが文になる")
    void nothing_is_written_while_anything_is_wrong() {
        List<Payment> payments = new ArrayList<>(List.of(SHOP));
        for (int i = 0; i < 12; i++) {
            payments.add(new Payment(new BankAccount("0128", "100", AccountType.ORDINARY, "7654321", "安中商店"), new Yen(1), "" + i, ""));
        }
        Order order = order(ANNAKA, DAY, 1, payments, 128_512, false);
        assertThat(transfer.problems(order)).hasSize(12).first().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo("payments[1].to.holder");
            assertThat(problem.messageJa()).startsWith("2件目（顧客コード 0 ）：口座名義は");
        });
        assertThatThrownBy(() -> transfer.write(order)).isInstanceOfSatisfying(RefusedException.class, e -> {
            assertThat(e.refusal().reasonCode()).isEqualTo("transfer.refused");
            assertThat(e.refusal().wording()).startsWith("振込ファイルを作成できません。\n2件目").endsWith("\nほか2件");
        });
    }

    @Test
    @DisplayName("振込不能・組戻：読めた行は受け取り、読めない行は行と列を示す")
    void what_came_back_is_read() throws Exception {
        String csv = """
                銀行コード,支店コード,口座番号,顧客コード1,振込金額,理由
                0128,100,7654321,0000001001,128500,口座なし
                9900,58,1234567,1002,"3,200",組戻
                0128,100,765432x,1003,1,名義相違
                0128,100,7654321,1004,0,名義相違
                0128,100,7654321,1005,1,
                0128,100,7654321,1006
                12800,1000,76543210,10000000000,1.5,髙﨑
                0128,100,7654321,1007,"999,999,999,999,999,999,999",名義相違
                """;
        for (byte[] file : List.of(csv.getBytes(Csv.WINDOWS_31J), ("\uFEFF" + csv).getBytes(UTF_8))) {
            ZenginResult result = ZenginResult.read(() -> new ByteArrayInputStream(file));
            assertThat(result.returned()).containsExactly(
                    new ZenginResult.Returned(2, "0000001001", "0128", "100", "7654321", new Yen(128_500), "口座なし"),
                    new ZenginResult.Returned(3, "0000001002", "9900", "058", "1234567", new Yen(3_200), "組戻"));
            assertThat(result.problems()).extracting(p -> p.row() + p.column()).containsExactly("4口座番号", "5振込金額", "6理由", "7",
                    "8顧客コード1", "8銀行コード", "8支店コード", "8口座番号", "8振込金額", "9振込金額");
            assertThat(result.problems()).extracting(Csv.Problem::message).allMatch(message -> message.endsWith("。"))
                    .contains("口座番号「765432x」は7桁までの数字にしてください。");
        }
    }

    @Test
    void a_result_without_its_columns_is_refused() throws Exception {
        ZenginResult result = ZenginResult.read(() -> new ByteArrayInputStream("顧客コード1,振込金額\n1,2\n".getBytes(Csv.WINDOWS_31J)));
        assertThat(result.returned()).isEmpty();
        assertThat(result.problems()).extracting(Csv.Problem::column).containsExactly("銀行コード", "支店コード", "口座番号", "理由");
    }

    private static Order order(Payer payer, LocalDate on, int sequence, List<Payment> payments, long total, boolean lineBreaks) {
        return new Order(payer, on, sequence, payments, new Yen(total), lineBreaks);
    }

    private List<String> paths(Order order) {
        return transfer.problems(order).stream().map(Problem::path).toList();
    }
}
