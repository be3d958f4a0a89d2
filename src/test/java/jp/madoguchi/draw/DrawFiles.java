package jp.madoguchi.draw;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import jp.madoguchi.draw.DrawRules.Channel;
import jp.madoguchi.draw.DrawRules.Sets;
import jp.madoguchi.draw.DrawRules.SpillOver;

/** A small draw in a folder: 60 lots of 30 persons, 8 winners by smartphone and 3 by card. */
final class DrawFiles {

    static final DrawRules RULES = new DrawRules(2, 500, 10_000, Sets.WHOLE, SpillOver.NONE,
            List.of(new Channel("smartphone", 4_000), new Channel("card", 1_500)));
    static final List<NamedSource> SOURCES = List.of(new NamedSource("ロト7 第605回 本数字", "2024-12-27", 7, 0), new NamedSource("日経平均株価 終値", "2024-12-27", 1, 2));
    static final List<List<String>> VALUES = List.of(List.of("7", "8", "11", "18", "28", "40", "48"), List.of("39,911.52"));

    private DrawFiles() {}

    static DrawFolder frozen(Path folder) throws IOException {
        return frozen(folder, RULES);
    }

    static DrawFolder frozen(Path folder, DrawRules rules) throws IOException {
        DrawFolder files = new DrawFolder(Files.createDirectories(folder));
        try (PoolWriter pool = new PoolWriter(files.poolFile())) {
            for (int i = 1; i <= 60; i++) {
                pool.add("A-%06d".formatted(i), "P" + i % 30, i % 4 == 0 ? "card" : "smartphone", rules.sets() == Sets.WHOLE ? 1 : 1 + i % 2);
            }
        }
        files.freeze("DRAW-2024-01", "安中市電子地域通貨 第1回キャンペーン抽選", rules, new Grants(Map.of("P3", 1, "P7", 2)), SOURCES, DrawProgress.SILENT);
        return files;
    }

    static DrawFolder drawn(Path folder) throws IOException {
        return drawn(folder, RULES);
    }

    static DrawFolder drawn(Path folder, DrawRules rules) throws IOException {
        DrawFolder files = frozen(folder, rules);
        files.enter(VALUES);
        files.draw(DrawProgress.SILENT);
        return files;
    }
}
