package jp.madoguchi.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.forms.FormCatalogue;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseEvent;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.org.Accounts;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Issuing and mailing on a real database (requirements §2.8, §2.9, T23). The room's own beans, but with a clock that
 * only these tests move, a postman who goes when told, and facts as a procedure's room would give them.
 */
@MadoguchiTest
class LettersTest {

    private static final String GUNMA = "100005";
    private static final String AOMORI = "020001";

    @Autowired private LetterTemplates templates;
    @Autowired private LetterPdf pdf;
    @Autowired private LetterRepository repository;
    @Autowired private DocumentNumbers numbers;
    @Autowired private CaseWords words;
    @Autowired private Cases cases;
    @Autowired private Accounts accounts;
    @Autowired private Programmes programmes;
    @Autowired private FormCatalogue forms;
    @Autowired private JdbcClient jdbc;
    @Autowired private PlatformTransactionManager transactions;
    @Autowired private ApplicationEventPublisher events;
    @Autowired private MailBox box;
    @Autowired private Postman everydayPostman;
    @Autowired private TestOffice office;

    private final BusinessClock clock = BusinessClock.at(Instant.parse("2031-05-01T01:00:00Z"));
    private final Facts facts = new Facts();
    private Outbox outbox;
    private Letters letters;
    private GreenMail server;
    private int port;
    private Actor applicant;
    private Actor officer;

    @BeforeEach
    void open() throws Exception {
        everydayPostman.stop();
        outbox = new Outbox(jdbc, clock, events);
        letters = new Letters(templates, pdf, repository, numbers, words, List.of(facts), cases, outbox, jdbc, clock);
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        server = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        applicant = office.applicant("上毛　花子");
        officer = office.reviewer("赤城　次郎");
    }

    @AfterEach
    void close() {
        server.stop();
        everydayPostman.start();
    }

    @Test
    @DisplayName("通知は採番・保存され、同じ回の同じ通知は一通しかない")
    void issuesOnce() throws Exception {
        CaseNumber number = caseOf(applicant.id());
        Letter letter = all(() -> letters.issue(number, "vendor-decision"));
        Letter again = all(() -> letters.issue(number, "vendor-decision"));
        assertThat(again.id()).isEqualTo(letter.id());
        assertThat(letter.number()).matches("産政第[1-9][0-9]*号");
        assertThat(letter.issuedOn()).hasToString("2031-05-01");
        assertThat(letter.subject()).endsWith("販売企業の決定について（通知）");
        byte[] bytes = all(() -> letters.pdf(letter.id()));
        try (PDDocument document = Loader.loadPDF(bytes)) {
            assertThat(new PDFTextStripper().getText(document)).contains(letter.number(), "令和13年5月1日", "1 登録番号 V-0001",
                    "上毛マスク株式会社　様", "群馬県知事").doesNotContain("教示");
        }
        assertThat(all(() -> jdbc.sql("select facts from timeline where case_number = ? and kind = 'letter.issued'").param(number.value())
                .query(String.class).list())).singleElement().asString().contains(letter.number(), letter.sha256(), "vendor-decision");
        assertThat(all(() -> outbox.ofCase(number))).singleElement().satisfies(mail -> {
            assertThat(mail.kind()).isEqualTo("letter.vendor-decision");
            assertThat(mail.subject()).contains("販売企業の決定", number.value());
        });
    }

    @Test
    @DisplayName("見本は番号を使わず、何も残さない")
    void preview() throws Exception {
        CaseNumber number = caseOf(applicant.id());
        byte[] bytes = within(GUNMA, () -> letters.preview(number, "vendor-decision"));
        try (PDDocument document = Loader.loadPDF(bytes)) {
            assertThat(new PDFTextStripper().getText(document)).contains("見本").doesNotContain("第1号");
        }
        assertThat(all(() -> letters.ofCase(number))).isEmpty();
        assertThat(all(() -> outbox.ofCase(number))).isEmpty();
    }

    @Test
    @DisplayName("まだ理由のない不決定の見本には、理由がこれから書かれると記される")
    void preview_of_a_refusal_without_its_reason() throws Exception {
        CaseNumber number = caseOf(applicant.id());
        facts.reasons = List.of();
        try (PDDocument document = Loader.loadPDF(within(GUNMA, () -> letters.preview(number, "vendor-refusal")))) {
            assertThat(new PDFTextStripper().getText(document)).contains("決裁で書かれる理由がここに入ります");
        }
    }

    @Test
    @DisplayName("理由のない不決定も、必要な事項を欠く決定も発行できない")
    void refusesWithoutReason() {
        CaseNumber number = caseOf(applicant.id());
        facts.reasons = List.of("", " ");
        assertThatThrownBy(() -> all(() -> letters.issue(number, "vendor-refusal"))).isInstanceOf(RefusedException.class)
                .hasMessageContaining("行政手続法第8条");
        facts.facts = Map.of("登録番号", " ");
        assertThatThrownBy(() -> all(() -> letters.issue(number, "vendor-decision"))).isInstanceOf(RefusedException.class)
                .hasMessageContaining("登録番号");
        assertThat(all(() -> letters.ofCase(number))).isEmpty();
    }

    @Test
    @DisplayName("同時の発行や取消しがあっても、番号に欠番も重複もない")
    void numbersHaveNoGaps() throws Exception {
        List<CaseNumber> many = Stream.generate(() -> caseOf(applicant.id())).limit(12).toList();
        CaseNumber same = many.get(0);
        ExecutorService threads = Executors.newFixedThreadPool(6);
        List<Future<Letter>> issued = new ArrayList<>();
        for (CaseNumber number : many) {
            issued.add(threads.submit(() -> all(() -> letters.issue(number, "vendor-decision"))));
            issued.add(threads.submit(() -> all(() -> letters.issue(same, "vendor-change-accepted"))));
            threads.submit(() -> all(() -> {
                letters.issue(number, "vendor-refusal");
                throw new IllegalStateException("rolled back on purpose");
            }));
        }
        Set<String> ids = new HashSet<>();
        for (Future<Letter> letter : issued) {
            ids.add(letter.get().id());
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(ids).hasSize(13);
        List<Integer> sequence = all(() -> jdbc.sql("""
                select sequence from letter where government = ? and symbol = '産政' and fiscal_year = 2031 order by sequence""")
                .param(GUNMA).query(Integer.class).list());
        assertThat(sequence).startsWith(1).hasSizeGreaterThanOrEqualTo(13);
        assertThat(sequence.get(sequence.size() - 1)).isEqualTo(sequence.size());
    }

    @Test
    @DisplayName("年度が変わると1号から始まる")
    void newFiscalYear() {
        CaseNumber first = caseOf(applicant.id());
        CaseNumber second = caseOf(applicant.id());
        clock.moveTo(LocalDateTime.of(2040, 3, 31, 23, 59));
        assertThat(all(() -> letters.issue(first, "vendor-decision")).number()).isEqualTo("産政第1号");
        clock.moveTo(LocalDateTime.of(2040, 4, 1, 0, 0));
        assertThat(all(() -> letters.issue(second, "vendor-decision")).number()).isEqualTo("産政第1号");
    }

    @Test
    @DisplayName("保存された通知書が書き換えられていれば渡さない")
    void tampered() {
        Letter letter = all(() -> letters.issue(caseOf(applicant.id()), "vendor-decision"));
        all(() -> jdbc.sql("update letter_content set pdf = pdf || '\\x00'::bytea where letter = ?").param(letter.id()).update());
        assertThatThrownBy(() -> all(() -> letters.pdf(letter.id()))).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("does not match its hash");
    }

    @Test
    @DisplayName("通知と送信記録は、本人と担当の団体だけが見られる")
    void scopes() {
        CaseNumber number = caseOf(applicant.id());
        Letter letter = all(() -> letters.issue(number, "vendor-decision"));
        for (String reader : List.of(GUNMA, applicant.id())) {
            assertThat(within(reader, () -> letters.pdf(letter.id()))).isNotEmpty();
            assertThat(within(reader, () -> outbox.ofCase(number))).hasSize(1);
        }
        for (String stranger : List.of(AOMORI, office.applicant("別人").id(), DataScope.NOTHING)) {
            assertThatThrownBy(() -> within(stranger, () -> letters.pdf(letter.id()))).isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> within(stranger, () -> letters.get(letter.id()))).isInstanceOf(NotFoundException.class);
            assertThat(within(stranger, () -> letters.ofCase(number))).isEmpty();
            assertThat(within(stranger, () -> outbox.ofCase(number))).isEmpty();
            assertThat(within(stranger, () -> jdbc.sql("select count(*) from letter_content where letter = ?").param(letter.id())
                    .query(Long.class).single())).isZero();
        }
    }

    @Test
    @DisplayName("メールサーバーが止まっていても失われず、復旧後に一通だけ届く")
    void survivesADeadServer() throws Exception {
        CaseNumber number = caseOf(applicant.id());
        Letter letter = all(() -> letters.issue(number, "vendor-decision"));
        Postman postman = postman();
        assertThat(delivery(letter).state()).isEqualTo(Delivery.State.QUEUED);

        work(postman, number, mail -> mail.attempts() == 1);
        assertThat(delivery(letter)).satisfies(delivery -> {
            assertThat(delivery.state()).isEqualTo(Delivery.State.RETRYING);
            assertThat(delivery.lastError()).isNotBlank();
        });
        assertThatThrownBy(() -> within(GUNMA, () -> letters.resend(letter.id(), officer))).isInstanceOf(RefusedException.class);
        server.start();
        work(postman, number, mail -> false, 3);
        assertThat(mine()).isEmpty();

        clock.advance(Duration.ofMinutes(1));
        work(postman, number, mail -> mail.state().equals("SENT"));
        work(postman, number, mail -> false, 3);
        MimeMessage message = mine().get(0);
        assertThat(mine()).hasSize(1);
        Outbox.Mail mail = all(() -> outbox.ofCase(number)).get(0);
        assertThat(message.getHeader("Message-ID")).containsExactly("<" + mail.id() + "@madoguchi.example.jp>");
        assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(message.getSubject()).contains("販売企業の決定");
        assertThat(message.getContentType()).startsWith("text/plain");
        assertThat(message.getContent().toString()).contains("/case/" + number, letter.number(), "has been issued");
        assertThat(GreenMailUtil.getAddressList(message.getFrom())).isEqualTo("no-reply@madoguchi.example.jp");
        assertThat(delivery(letter)).satisfies(delivery -> {
            assertThat(delivery.state()).isEqualTo(Delivery.State.SENT);
            assertThat(delivery.recipient()).isEqualTo(accounts.get(applicant.id()).email());
        });

        within(GUNMA, () -> letters.resend(letter.id(), officer));
        clock.advance(Duration.ofSeconds(1));
        work(postman, number, each -> false, 3);
        assertThat(mine()).hasSize(2);
    }

    @Test
    @DisplayName("8回失敗したメールは止まり、障害として見え、再試行で届く")
    void givesUpAfterEight() {
        CaseNumber number = caseOf(applicant.id());
        Letter letter = all(() -> letters.issue(number, "vendor-decision"));
        Postman postman = postman();
        for (int failures = 1; failures <= 8; failures++) {
            int expected = failures;
            work(postman, number, mail -> mail.attempts() == expected);
            clock.advance(Duration.ofHours(4));
        }
        assertThat(delivery(letter).state()).isEqualTo(Delivery.State.FAILED);
        Outbox.Mail mail = within(GUNMA, () -> outbox.failed()).stream().filter(m -> number.value().equals(m.caseNumber())).findFirst().orElseThrow();
        assertThat(within(AOMORI, () -> outbox.failed())).noneMatch(m -> m.id().equals(mail.id()));
        assertThatThrownBy(() -> within(AOMORI, () -> outbox.retry(mail.id(), officer))).isInstanceOf(NotFoundException.class);

        server.start();
        within(GUNMA, () -> outbox.retry(mail.id(), officer));
        assertThatThrownBy(() -> within(GUNMA, () -> outbox.retry(mail.id(), officer))).isInstanceOf(RefusedException.class);
        work(postman, number, m -> m.state().equals("SENT"));
        assertThat(mine()).hasSize(1);
    }

    @Test
    @DisplayName("連絡先のない郵送申請の通知は、印刷して郵送する")
    void postal() {
        Letter letter = all(() -> letters.issue(caseOf(null), "vendor-decision"));
        assertThat(letter.postal()).isTrue();
        assertThat(delivery(letter).state()).isEqualTo(Delivery.State.TO_POST);
        assertThatThrownBy(() -> within(GUNMA, () -> letters.resend(letter.id(), officer))).isInstanceOf(RefusedException.class);
        within(GUNMA, () -> letters.posted(letter.id(), officer));
        assertThat(delivery(all(() -> letters.get(letter.id()))).state()).isEqualTo(Delivery.State.POSTED);
        assertThatThrownBy(() -> within(GUNMA, () -> letters.posted(letter.id(), officer))).isInstanceOf(RefusedException.class);
    }

    static Stream<CaseEvent> eventsOfACase() {
        return Stream.of(Map.entry("case.filed", Map.of("channel", "WEB", "late", "false", "title", "t", "contentHash", "h")),
                Map.entry("correction.requested", Map.of("round", "1", "fields", "2", "due", "2031-05-16")),
                Map.entry("correction.reminded", Map.of("due", "2031-05-16")), Map.entry("correction.expired", Map.<String, String>of()),
                Map.entry("party.asked", Map.of("task", "ヒアリング日程の回答", "due", "2031-05-16")),
                Map.entry("party.reminded", Map.of("task", "ヒアリング日程の回答", "due", "2031-05-16")), Map.entry("case.withdrawn", Map.of("reason", "都合")))
                .map(e -> new CaseEvent(e.getKey(), null, GUNMA, null, null, Actor.SYSTEM, null, e.getValue(), List.of()));
    }

    @ParameterizedTest
    @MethodSource("eventsOfACase")
    @DisplayName("出来事のたびに、本人へお知らせメールが用意される")
    void notices(CaseEvent kind) {
        CaseNumber number = caseOf(applicant.id());
        within(applicant.id(), () -> notices().hear(event(kind, number)));
        assertThat(all(() -> outbox.ofCase(number))).singleElement().satisfies(mail -> {
            assertThat(mail.kind()).isEqualTo(kind.kind());
            assertThat(mail.account()).isEqualTo(applicant.id());
            assertThat(mail.subject()).contains(number.value()).doesNotContain("\n");
            assertThat(mail.body()).contains("/case/" + number, "上毛マスク株式会社　様");
            if (kind.facts().containsKey("due")) {
                assertThat(mail.body()).contains("令和13年5月16日（金）");
            }
        });
        CaseNumber byPost = caseOf(null);
        within(GUNMA, () -> notices().hear(event(kind, byPost)));
        assertThat(all(() -> outbox.ofCase(byPost))).isEmpty();
    }

    @Test
    @DisplayName("職員への督促は、宛先が分かるときだけ、本人には見えない形で用意される")
    void staffNotices() {
        CaseNumber number = caseOf(applicant.id());
        CaseEvent reminded = new CaseEvent("task.reminded", number, GUNMA, null, applicant.id(), Actor.SYSTEM, null,
                Map.of("recipient", officer.id(), "task", "書類確認", "due", "2031-05-16"), List.of());
        all(() -> notices().hear(reminded));
        all(() -> notices().hear(new CaseEvent("task.escalated", number, GUNMA, null, applicant.id(), Actor.SYSTEM, null, Map.of(), List.of())));
        assertThat(within(GUNMA, () -> outbox.ofCase(number))).singleElement().satisfies(mail -> {
            assertThat(mail.account()).isEqualTo(officer.id());
            assertThat(mail.body()).contains("書類確認", "令和13年5月16日（金）");
        });
        assertThat(within(applicant.id(), () -> outbox.ofCase(number))).isEmpty();
    }

    @Test
    @DisplayName("登録確認メールは、だれもログインしていなくても用意され、デモでは受信箱に入る")
    void confirmationInTheBox() {
        String address = applicant.id() + "@example.jp";
        notices().send("account-confirmation", address, Map.of("name", "上毛　花子", "link", "/confirm?code=abc"));
        Postman postman = new Postman(outbox, new MailConfiguration().mailBoxCarrier(box), accounts, transactions, Duration.ofDays(1));
        // One mail a round, and other tests left some.
        for (int round = 0; round < 5_000 && all(() -> received(address)).isEmpty(); round++) {
            postman.round();
        }
        postman.round();
        assertThat(all(() -> received(address))).singleElement().satisfies(message -> {
            assertThat(message.subject()).isEqualTo("【窓口】メールアドレスの確認");
            assertThat(message.body()).contains("上毛　花子　様", "https://madoguchi.example.jp/confirm?code=abc");
        });
    }

    private List<MailBox.Message> received(String address) {
        return Stream.of(0, 1, 2, 3).flatMap(page -> box.all(page).stream()).filter(m -> m.recipient().equals(address)).toList();
    }

    private Notices notices() {
        return new Notices(templates, words, cases, outbox, transactions, "https://madoguchi.example.jp");
    }

    private static CaseEvent event(CaseEvent kind, CaseNumber number) {
        return new CaseEvent(kind.kind(), number, GUNMA, "gunma-mask-r5", null, Actor.SYSTEM, null, kind.facts(), List.of());
    }

    private Delivery delivery(Letter letter) {
        return all(() -> letters.delivery(letter));
    }

    private Postman postman() {
        JavaMailSenderImpl sender = new JavaMailSenderImpl();
        sender.setHost("127.0.0.1");
        sender.setPort(port);
        return new Postman(outbox, new MailConfiguration().smtpCarrier(sender, "https://madoguchi.example.jp", ""), accounts, transactions,
                Duration.ofDays(1));
    }

    /** Other tests' mails may be waiting too, so the postman goes until the one mail of the case is as it should be. */
    private void work(Postman postman, CaseNumber number, Predicate<Outbox.Mail> done) {
        for (int round = 0; round < 500; round++) {
            postman.round();
            if (done.test(all(() -> outbox.ofCase(number)).get(0))) {
                return;
            }
        }
        throw new AssertionError(all(() -> outbox.ofCase(number)).toString());
    }

    private void work(Postman postman, CaseNumber number, Predicate<Outbox.Mail> never, int rounds) {
        for (int round = 0; round < rounds; round++) {
            postman.round();
        }
        assertThat(all(() -> outbox.ofCase(number))).noneMatch(never);
    }

    private List<MimeMessage> mine() {
        String address = accounts.get(applicant.id()).email();
        return Stream.of(server.getReceivedMessages()).filter(m -> GreenMailUtil.getHeaders(m).contains(address)).toList();
    }

    /** A case as far as letters look at it. */
    private CaseNumber caseOf(String party) {
        return all(() -> {
            CaseNumber number = CaseNumber.of("GMASK", jdbc.sql("select nextval('case_number_seq')").query(Long.class).single());
            String formHash = forms.get("vendor/application").hash();
            jdbc.sql("""
                    insert into case_file (number, government, section, programme, programme_hash, call, procedure, party, channel, title,
                                           status, phase, late, arrived_at, form, form_hash, round, search, version)
                    values (?, ?, 'shinjigyo', 'gunma-mask-r5', ?, 'vendor', 'vendor-application', ?, ?, '上毛マスク株式会社', 'OPEN', 'RECEIVED',
                            false, '2031-04-10 09:00+09', 'vendor/application', ?, 1, '', 0)""")
                    .params(number.value(), GUNMA, programmes.get("gunma-mask-r5").hash(), party, party == null ? "POSTAL" : "WEB", formHash).update();
            jdbc.sql("""
                    insert into submission (case_number, government, party, round, form, form_hash, answers, content_hash, submitted_by,
                                            submitted_by_name, submitted_at)
                    values (?, ?, ?, 1, 'vendor/application', ?, '{"companyName":"上毛マスク株式会社"}', '', 'x', 'x', '2031-04-10 09:00+09')""")
                    .params(number.value(), GUNMA, party, formHash).update();
            return number;
        });
    }

    private void all(Runnable work) {
        all(() -> {
            work.run();
            return null;
        });
    }

    private <T> T all(Supplier<T> work) {
        return within(DataScope.EVERYTHING, work);
    }

    private void within(String scope, Runnable work) {
        within(scope, () -> {
            work.run();
            return null;
        });
    }

    private <T> T within(String scope, Supplier<T> work) {
        return DataScope.within(scope, () -> new TransactionTemplate(transactions).execute(status -> work.get()));
    }

    /** A procedure's room. */
    private static final class Facts implements LetterFacts {

        private volatile Map<String, String> facts = new LinkedHashMap<>(Map.of("登録番号", "V-0001"));
        private volatile List<String> reasons = List.of("微粒子（PFE）のカット率が98.9%であるため。");

        @Override
        public boolean answers(String kind) {
            return kind.startsWith("vendor-");
        }

        @Override
        public Map<String, String> facts(CaseNumber number, String kind) {
            return facts;
        }

        @Override
        public List<String> reasons(CaseNumber number, String kind) {
            return reasons;
        }
    }
}
