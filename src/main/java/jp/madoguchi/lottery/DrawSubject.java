package jp.madoguchi.lottery;

import java.io.IOException;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.draw.DrawRules;
import jp.madoguchi.draw.Grants;
import jp.madoguchi.draw.PoolWriter;
import jp.madoguchi.kernel.Verdict;

/** What a draw is held for. One implementation a procedure whose cases call {@code public-draw}. */
public interface DrawSubject {

    /** The procedure of the cases that draw: {@code campaign-draw}. */
    String procedure();

    /** What the public reads above the draw: キャンペーン（1）の抽選. */
    String title(CaseFile file);

    /** As the programme's file sets them. The plan may decide on another spill-over (G12). */
    DrawRules rules(CaseFile file);

    /** Whether the pool can be frozen now. Asked again while freezing. */
    default Verdict mayFreeze(CaseFile file) {
        return Verdict.ACCEPTED;
    }

    /**
     * Writes the lots, ascending. Asked in the transaction that freezes them; what is written later belongs to another draw.
     *
     * @throws IOException when the file cannot be written
     */
    void writePool(CaseFile file, PoolWriter pool) throws IOException;

    /** What persons got before, against the same cap (S5-107). */
    default Grants grants(CaseFile file) {
        return Grants.NONE;
    }

    /** The result was decided and is public. In that transaction; {@link Draws#winners} tells who won. */
    default void published(CaseFile file, String drawId) {}
}
