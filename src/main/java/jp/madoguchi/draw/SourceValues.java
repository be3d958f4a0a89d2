package jp.madoguchi.draw;

import java.util.ArrayList;
import java.util.List;
import jp.madoguchi.kernel.RefusedException;

/**
 * What the named sources gave.
 *
 * @param canonical the text that enters the seed
 */
record SourceValues(String format, String drawId, String commitmentHash, List<Source> sources, String canonical) {

    static final String FORMAT = "madoguchi-draw-sources/v1";

    record Source(String name, List<String> values) {}

    /**
     * @param typed per named source, in the order of the commitment
     * @throws RefusedException when they are not the numbers that the commitment asks for
     */
    static SourceValues of(Commitment commitment, List<List<String>> typed) {
        if (typed.size() != commitment.sources().size()) {
            throw new RefusedException("draw.sources", "乱数のもとは%d件です。%d件入力されています。".formatted(commitment.sources().size(), typed.size()));
        }
        List<Source> sources = new ArrayList<>();
        for (int i = 0; i < typed.size(); i++) {
            NamedSource named = commitment.sources().get(i);
            sources.add(new Source(named.name(), named.read(typed.get(i))));
        }
        return new SourceValues(FORMAT, commitment.drawId(), commitment.hash(), sources,
                NamedSource.canonical(sources.stream().map(Source::values).toList()));
    }
}
