package jp.madoguchi.premium;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.draw.DrawRules;
import jp.madoguchi.draw.Grants;
import jp.madoguchi.draw.PoolWriter;
import jp.madoguchi.kernel.Verdict;
import jp.madoguchi.lottery.DrawSubject;
import jp.madoguchi.lottery.DrawnTicket;
import jp.madoguchi.lottery.Draws;
import jp.madoguchi.programme.Programme;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** A round's draw: accepted applications for the sets that are neither sold nor promised (S5-09, S5-103). */
@Component
class PremiumDraw implements DrawSubject {

    private static final String APP = "app";

    private final Rounds rounds;
    private final Draws draws;
    private final Cases cases;

    PremiumDraw(@Lazy Rounds rounds, @Lazy Draws draws, @Lazy Cases cases) {
        this.rounds = rounds;
        this.draws = draws;
        this.cases = cases;
    }

    @Override
    public String procedure() {
        return Terms.ROUND;
    }

    @Override
    public String title(CaseFile file) {
        return "プレミアム付電子地域通貨の抽選販売（" + rounds.of(file).name() + "）の抽選";
    }

    /** One channel (S5-18); quotas count sets. */
    @Override
    public DrawRules rules(CaseFile file) {
        Programme programme = cases.programme(file);
        Terms terms = Terms.of(programme);
        int sets = rounds.remaining(programme);
        return new DrawRules(terms.cap(), 1, sets, terms.policy(), DrawRules.SpillOver.NONE, List.of(new DrawRules.Channel(APP, sets)));
    }

    @Override
    public Verdict mayFreeze(CaseFile file) {
        return rounds.mayFreeze(file);
    }

    @Override
    public void writePool(CaseFile file, PoolWriter pool) throws IOException {
        for (Rounds.Lot lot : rounds.lots(file)) {
            pool.add(lot.lot(), lot.person(), APP, lot.sets());
        }
    }

    @Override
    public Grants grants(CaseFile file) {
        return rounds.grants(file);
    }

    @Override
    public void published(CaseFile file, String drawId) {
        List<DrawnTicket> winners = new ArrayList<>();
        List<DrawnTicket> reserves = new ArrayList<>();
        draws.winners(drawId, winners::add);
        draws.reserves(drawId, reserves::add);
        rounds.award(file, drawId, winners, reserves);
    }
}
