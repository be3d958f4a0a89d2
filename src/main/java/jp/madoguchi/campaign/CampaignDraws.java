package jp.madoguchi.campaign;

import java.io.IOException;
import java.time.Instant;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.draw.DrawRules;
import jp.madoguchi.draw.Grants;
import jp.madoguchi.draw.PoolWriter;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.Verdict;
import jp.madoguchi.lottery.DrawSubject;
import jp.madoguchi.lottery.Draws;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What {@code campaign-draw} draws, and what its model asks. */
@Service
@Transactional
public class CampaignDraws implements DrawSubject {

    private final Windows windows;
    private final Lots lots;
    private final CampaignGrants grants;
    private final Draws draws;
    private final Cases cases;
    private final BusinessClock clock;

    CampaignDraws(Windows windows, Lots lots, CampaignGrants grants, @Lazy Draws draws, @Lazy Cases cases, BusinessClock clock) {
        this.windows = windows;
        this.lots = lots;
        this.grants = grants;
        this.draws = draws;
        this.cases = cases;
        this.clock = clock;
    }

    @Override
    public String procedure() {
        return CampaignCases.PROCEDURE;
    }

    @Override
    public String title(CaseFile file) {
        return terms(file).periodName(window(file.number()).period()) + "の抽選";
    }

    @Override
    public DrawRules rules(CaseFile file) {
        return terms(file).rules();
    }

    @Override
    public Verdict mayFreeze(CaseFile file) {
        return window(file.number()).numberedAt() != null ? Verdict.ACCEPTED
                : Verdict.refused("campaign.unnumbered", "抽選の対象がまだ確定していません。");
    }

    @Override
    public void writePool(CaseFile file, PoolWriter pool) throws IOException {
        lots.write(window(file.number()), pool);
    }

    @Override
    public Grants grants(CaseFile file) {
        return lots.earlier(window(file.number()));
    }

    /** Nothing is granted but what was published, and that by the rules that were announced. */
    @Override
    public void published(CaseFile file, String drawId) {
        Windows.Window window = window(file.number());
        grants.plan(cases.programme(file), terms(file), window, drawId, draws.commitment(drawId).rules(), each -> draws.winners(drawId, each));
    }

    /** When the wait for the last charges is over. */
    public Instant windowOver(CaseNumber number) {
        return window(number).closes().atZone(BusinessClock.JST).toInstant();
    }

    /** What is to be done with the grants: {@code failed}, {@code planned}, or nothing: {@code settled}. */
    public String grantState(CaseNumber number) {
        Windows.Window window = window(number);
        CampaignGrants.Tally tally = grants.tally(window);
        if (tally.of(CampaignGrants.State.FAILED) + tally.of(CampaignGrants.State.RETURNED) > 0) {
            return "failed";
        }
        if (tally.of(CampaignGrants.State.PLANNED) > 0) {
            return "planned";
        }
        windows.settled(window, clock.instant());
        return "settled";
    }

    /** Another case may draw the window. */
    public void withdrawn(CaseNumber number) {
        windows.left(number);
    }

    private CampaignTerms terms(CaseFile file) {
        return CampaignTerms.of(cases.programme(file), cases.call(file));
    }

    private Windows.Window window(CaseNumber number) {
        return windows.of(number).orElseThrow();
    }
}
