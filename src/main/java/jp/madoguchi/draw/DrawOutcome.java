package jp.madoguchi.draw;

import java.util.ArrayList;
import java.util.List;

/**
 * What a second officer compares and a decision names (§2.15 step 7).
 *
 * @param sources      the text that entered the seed
 * @param winners      tickets that won, of {@code winners + reserves}
 * @param amount       all that was won, in what the quotas are in
 * @param resultHash   SHA-256 of the winners' file
 * @param reservesHash SHA-256 of the reserves' file
 */
public record DrawOutcome(String format, String drawId, String commitmentHash, String poolHash, String sources, String seed, long winners,
                          long units, long amount, List<ByChannel> channels, long reserves, String resultHash, String reservesHash) {

    static final String FORMAT = "madoguchi-draw-outcome/v1";

    /** @param code of the channel @param unused of its quota; under a shared rest less than nothing where more was won */
    public record ByChannel(String code, long winners, long units, long amount, long unused) {}

    static DrawOutcome of(Commitment commitment, String sources, Seed seed, Allocation allocation, String resultHash, String reservesHash) {
        List<ByChannel> channels = new ArrayList<>();
        List<DrawRules.Channel> ruled = commitment.rules().channels();
        long[][] won = allocation.won();
        for (int i = 0; i < ruled.size(); i++) {
            channels.add(new ByChannel(ruled.get(i).code(), won[i][0], won[i][1], won[i][2], ruled.get(i).quota() - won[i][2]));
        }
        long winners = channels.stream().mapToLong(ByChannel::winners).sum();
        return new DrawOutcome(FORMAT, commitment.drawId(), commitment.hash(), commitment.pool().hash(), sources, seed.hex(), winners,
                channels.stream().mapToLong(ByChannel::units).sum(), channels.stream().mapToLong(ByChannel::amount).sum(), channels,
                allocation.places() - winners, resultHash, reservesHash);
    }
}
