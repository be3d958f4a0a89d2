package jp.madoguchi.campaign.process;

import java.util.Date;
import jp.madoguchi.campaign.CampaignDraws;
import jp.madoguchi.kernel.CaseNumber;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What the procedure {@code campaign-draw} asks for. */
@Component("campaignTasks")
@Transactional
public class CampaignTasks {

    private final CampaignDraws draws;

    CampaignTasks(CampaignDraws draws) {
        this.draws = draws;
    }

    public Date windowOver(String caseNumber) {
        return Date.from(draws.windowOver(new CaseNumber(caseNumber)));
    }

    public String grantState(String caseNumber) {
        return draws.grantState(new CaseNumber(caseNumber));
    }

    public void withdrawn(String caseNumber) {
        draws.withdrawn(new CaseNumber(caseNumber));
    }
}
