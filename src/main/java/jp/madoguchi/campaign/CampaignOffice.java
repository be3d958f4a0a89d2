package jp.madoguchi.campaign;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseEvent;
import jp.madoguchi.kernel.Csv;
import jp.madoguchi.kernel.Csv.Column;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.org.Organisation;
import jp.madoguchi.org.Role;
import jp.madoguchi.programme.Programme;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What the office does about campaigns outside the procedure's tasks. Files with accounts leave the house for the platform alone,
 * which shows them to their owners: a smartphone's in its application, a card's by its number (S3-96). Each taking is on the trail.
 */
@Service
@Transactional
public class CampaignOffice {

    private final Windows windows;
    private final Charges charges;
    private final Lots lots;
    private final CampaignGrants grants;
    private final ChargeFile chargeFile;
    private final GrantResultFile resultFile;
    private final Organisation organisation;
    private final BusinessClock clock;
    private final ApplicationEventPublisher events;

    CampaignOffice(Windows windows, Charges charges, Lots lots, CampaignGrants grants, ChargeFile chargeFile, GrantResultFile resultFile,
                   Organisation organisation, BusinessClock clock, ApplicationEventPublisher events) {
        this.windows = windows;
        this.charges = charges;
        this.lots = lots;
        this.grants = grants;
        this.chargeFile = chargeFile;
        this.resultFile = resultFile;
        this.organisation = organisation;
        this.clock = clock;
        this.events = events;
    }

    /** A draw of a campaign, as it stands now. @param late charges that came after its lots were numbered */
    public record Standing(CampaignTerms terms, Windows.Window window, Charges.Figures figures, long lots, long late, CampaignGrants.Tally grants) {

        /** How much of the budget the charges can win at most, yen (G13). */
        public long winnableYen() {
            return figures.winnable() * terms.prize();
        }

        /** In the order in which a grant goes through them. */
        public List<CampaignGrants.State> states() {
            return List.of(CampaignGrants.State.values());
        }

        public boolean reached() {
            return terms.decided() && figures.winnable() >= terms.allPrizes();
        }
    }

    /** All draws of a programme. */
    @Transactional(readOnly = true)
    public List<Standing> standings(Programme programme) {
        List<Windows.Window> begun = windows.all(programme);
        List<Standing> standings = new ArrayList<>();
        for (CampaignTerms terms : CampaignTerms.of(programme)) {
            for (CampaignTerms.Period period : terms.periods()) {
                Windows.Window window = begun.stream().filter(one -> one.campaign().equals(terms.code()) && one.period() == period.number()).findFirst()
                        .orElseGet(() -> Windows.planned(programme, terms, period));
                standings.add(new Standing(terms, window, charges.figures(programme, terms, window), lots.count(window), charges.late(programme, window),
                        grants.tally(window)));
            }
        }
        return standings;
    }

    /** Reviewers of the owning section, and the contractor's people, bring files in; grants are the section's alone. */
    @Transactional(readOnly = true)
    public boolean mayImport(Programme programme, Actor actor) {
        return holds(programme, actor, EnumSet.of(Role.REVIEWER, Role.CONTRACTOR));
    }

    @Transactional(readOnly = true)
    public boolean mayGrant(Programme programme, Actor actor) {
        return holds(programme, actor, EnumSet.of(Role.REVIEWER));
    }

    private boolean holds(Programme programme, Actor actor, Set<Role> roles) {
        return organisation.worksAt(actor.id(), programme.government(), programme.section(), roles, clock.today());
    }

    /** As {@link ChargeFile#take}. */
    public ChargeFile.Imported takeCharges(Programme programme, String name, Csv.Source file, ChargeFile.Expected expected, Actor actor) {
        must(mayImport(programme, actor));
        return chargeFile.take(programme, name, file, expected, actor);
    }

    /** As {@link GrantResultFile#take}. */
    public GrantResultFile.Read takeResult(Programme programme, String name, Csv.Source file, Actor actor) {
        must(mayGrant(programme, actor));
        return resultFile.take(programme, name, file, actor);
    }

    /** As {@link CampaignGrants#retry}. */
    public int retry(Programme programme, Set<String> ids, Actor actor) {
        must(mayGrant(programme, actor));
        return grants.retry(programme, ids, actor);
    }

    /** As {@link CampaignGrants#giveUp}. */
    public int giveUp(Programme programme, Set<String> ids, String reason, Actor actor) {
        must(mayGrant(programme, actor));
        return grants.giveUp(programme, ids, reason, actor);
    }

    /** The file of a number for the platform. */
    public byte[] grantFile(Programme programme, int number, Actor actor) {
        must(mayGrant(programme, actor));
        return grants.take(programme, number, actor);
    }

    /** Lots by account, for the platform to show them before the draw. */
    public byte[] lotNotices(Programme programme, String campaign, int period, Actor actor) {
        must(mayGrant(programme, actor));
        Windows.Window window = window(programme, campaign, period);
        byte[] file = csv(table -> lots.accounts(window, (medium, account, numbers) -> table.row(medium.label(), account, numbers.split(" ").length, numbers)),
                Column.text("媒体"), Column.text("口座番号"), Column.number("口数"), Column.text("抽選番号"));
        taken("抽選番号の一覧", programme, campaign, period, actor);
        return file;
    }

    /** Winners by account with what they are told, for the platform's messages and for the list of winning cards. */
    public byte[] winnerNotices(Programme programme, String campaign, int period, Actor actor) {
        must(mayGrant(programme, actor));
        Windows.Window window = window(programme, campaign, period);
        String name = CampaignTerms.of(programme, campaign).periodName(period);
        Map<String, List<CampaignGrants.Grant>> winners = new LinkedHashMap<>();
        grants.each(window, grant -> winners.computeIfAbsent(grant.account(), account -> new ArrayList<>()).add(grant));
        byte[] file = csv(table -> winners.forEach((account, won) -> {
            long yen = won.stream().mapToLong(CampaignGrants.Grant::yen).sum();
            String numbers = String.join(" ", won.stream().map(CampaignGrants.Grant::lot).sorted().toList());
            table.row(won.get(0).medium().label(), account, won.size(), yen, numbers,
                    "%sの抽選で%d口に当選しました。%,d円分を付与します。抽選番号：%s".formatted(name, won.size(), yen, numbers));
        }), Column.text("媒体"), Column.text("口座番号"), Column.number("当選口数"), Column.number("付与額"), Column.text("抽選番号"), Column.text("通知文"));
        taken("当選者への通知", programme, campaign, period, actor);
        return file;
    }

    /** Every grant of a draw and where it stands. */
    public byte[] grantList(Programme programme, String campaign, int period, Actor actor) {
        must(mayGrant(programme, actor));
        Windows.Window window = window(programme, campaign, period);
        byte[] file = csv(table -> grants.each(window, one -> table.row(one.id(), one.lot(), one.person(), one.medium().label(), one.account(), one.yen(),
                        word(one.state()), one.file(), one.reason())),
                Column.text("付与番号"), Column.text("抽選番号"), Column.text("人の符号"), Column.text("媒体"), Column.text("口座番号"), Column.number("金額"),
                Column.text("状態"), Column.number("ファイル番号"), Column.text("理由"));
        taken("付与の一覧", programme, campaign, period, actor);
        return file;
    }

    static String word(CampaignGrants.State state) {
        return switch (state) {
            case PLANNED -> "未送付";
            case SENT -> "結果待ち";
            case DONE -> "付与済";
            case FAILED -> "不能";
            case RETURNED -> "返戻";
            case UNCLAIMED -> "付与せず終了";
        };
    }

    private interface Rows {
        void into(Csv.Table table);
    }

    private static byte[] csv(Rows rows, Column... columns) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Csv.Table table = Csv.write(out, Csv.Format.SPREADSHEET, columns)) {
            rows.into(table);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private Windows.Window window(Programme programme, String campaign, int period) {
        return windows.find(programme, campaign, period).orElseThrow(() -> new NotFoundException("window " + campaign + " " + period));
    }

    private void taken(String what, Programme programme, String campaign, int period, Actor actor) {
        events.publishEvent(CaseEvent.ofInstallation("campaign.list-taken", programme.government(), actor,
                Map.of("programme", programme.code(), "campaign", CampaignTerms.of(programme, campaign).periodName(period), "what", what)));
    }

    private static void must(boolean may) {
        if (!may) {
            throw new NotFoundException("not theirs to do");
        }
    }
}
