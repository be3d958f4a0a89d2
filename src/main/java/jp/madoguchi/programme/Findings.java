package jp.madoguchi.programme;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.yaml.snakeyaml.nodes.Node;

/** Collects what is wrong with one file, so that its author sees everything at once. */
final class Findings {

    private final String file;
    private final List<Finding> list = new ArrayList<>();

    Findings(String file) {
        this.file = file;
    }

    void error(Node node, String wording, String wordingEn) {
        error(line(node), wording, wordingEn);
    }

    void error(int line, String wording, String wordingEn) {
        list.add(new Finding(file, line, true, wording, wordingEn));
    }

    void warning(Node node, String wording, String wordingEn) {
        list.add(new Finding(file, line(node), false, wording, wordingEn));
    }

    /** In the order of the lines. */
    List<Finding> list() {
        return list.stream().sorted(Comparator.comparingInt(Finding::line)).toList();
    }

    static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
