package jp.madoguchi.audit;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import jp.madoguchi.audit.Finding.Kind;

/**
 * Verifies an exported case without the product's database, server or network. Needs the JDK and Jackson only;
 * docs/audit-trail.md describes the steps so that any other language can repeat them.
 */
public final class VerifyTrail {

    private static final String USAGE = """
            使い方 / usage: verify-trail <export.json> [--head <head.json>] [--key <key id>]
              --head  手元に控えた先頭、または以前の書き出し / a head you kept, or an earlier export
              --key   公表されている鍵の識別子（64桁） / the published key id, 64 hex digits
            """;

    private final CaseExport export;
    private final PublicSigningKey key;
    private final List<Finding> findings = new ArrayList<>();

    private VerifyTrail(CaseExport export) {
        this.export = export;
        this.key = PublicSigningKey.of(export.key().publicKey());
    }

    /**
     * Prints a report in Japanese and English.
     *
     * @param args path of the export, then options; see the usage text
     * @return 0 when nothing was found, 1 when something was found or could not be examined
     */
    public static int run(String[] args, PrintStream out) {
        List<String> rest = new ArrayList<>(Arrays.asList(args));
        String headFile = option(rest, "--head");
        String keyId = option(rest, "--key");
        if (rest.size() != 1) {
            out.print(USAGE);
            return 1;
        }
        try {
            CaseExport export = CaseExport.parse(read(rest.get(0)));
            CaseExport.Head remembered = headFile == null ? null : CaseExport.parseHead(read(headFile));
            List<Finding> findings = examine(export, remembered, keyId);
            report(export, remembered, keyId, findings, out);
            return findings.isEmpty() ? 0 : 1;
        } catch (IOException | IllegalArgumentException unreadable) {
            out.printf("検証できません / Cannot be examined: %s%n", unreadable.getMessage());
            return 1;
        }
    }

    /**
     * @param remembered a head kept outside, or null
     * @param keyId      the key that must have signed, or null to take the one in the file
     * @throws IllegalArgumentException when the export lacks a part or is of another version
     */
    static List<Finding> examine(CaseExport export, CaseExport.Head remembered, String keyId) {
        if (!CaseExport.FORMAT.equals(export.format())) {
            throw new IllegalArgumentException("format " + export.format() + ", expected " + CaseExport.FORMAT);
        }
        if (export.key() == null || export.key().publicKey() == null || export.events() == null
                || export.events().stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException("key or events are missing");
        }
        VerifyTrail verification = new VerifyTrail(export);
        verification.key(keyId);
        verification.head();
        verification.list();
        export.events().forEach(verification::event);
        if (remembered != null) {
            verification.remembered(remembered);
        }
        return verification.findings;
    }

    private void key(String keyId) {
        if (!key.id().equals(export.key().id()) || keyId != null && !key.id().equalsIgnoreCase(keyId)) {
            add(Kind.FORGED_HEAD, null, "書き出しの鍵は、期待された鍵ではありません。");
        }
    }

    private void head() {
        if (export.head() != null && !isSigned(export.head())) {
            add(Kind.FORGED_HEAD, null, "木の先頭の署名が正しくありません。");
        }
    }

    private void list() {
        if (export.signature() == null || !key.verifies(utf8(export.signedText()), export.signature())) {
            add(Kind.LIST_CHANGED, null, "書き出し全体の署名が合いません。記録の削除・挿入・並べ替え・変更のいずれかがあります。");
        }
        for (int i = 1; i < export.events().size(); i++) {
            if (export.events().get(i).seq() <= export.events().get(i - 1).seq()) {
                add(Kind.MOVED, export.events().get(i).seq(), "記録の並び順が入れ替わっています。");
            }
        }
    }

    private void event(CaseExport.Event event) {
        if (event.body() == null) {
            add(Kind.DELETED, event.seq(), "木に封緘された記録が、書き出しの時点で台帳から失われていました。");
            return;
        }
        byte[] leaf = MerkleTree.leafHash(utf8(event.body()));
        if (!MerkleTree.hex(leaf).equals(event.leaf())) {
            add(Kind.EDITED, event.seq(), "記録の本文が、書き込まれたときのハッシュ値と一致しません。");
        }
        if (!belongsToCase(event)) {
            add(Kind.MOVED, event.seq(), "この案件の記録ではありません。");
        }
        if (event.index() != null && !isIncluded(event, leaf)) {
            add(Kind.NOT_IN_TREE, event.seq(), "記録が、署名された木に含まれていません。");
        }
    }

    private boolean belongsToCase(CaseExport.Event event) {
        try {
            return Objects.equals(CanonicalJson.readObject(event.body()).get("case"), export.caseNumber());
        } catch (IllegalArgumentException unreadable) {
            return false;
        }
    }

    private boolean isIncluded(CaseExport.Event event, byte[] leaf) {
        return export.head() != null && event.path() != null && MerkleTree.isIncluded(leaf, event.index(),
                export.head().size(), bytes(event.path()), bytes(export.head().root()));
    }

    private void remembered(CaseExport.Head remembered) {
        long size = export.head() == null ? 0 : export.head().size();
        if (!isSigned(remembered)) {
            add(Kind.FORGED_HEAD, null, "控えの先頭は、この鍵で署名されたものではありません。");
        } else if (remembered.size() > size) {
            add(Kind.TRUNCATED, null, "控えの先頭は%d件を示しますが、書き出しの木は%d件しかありません。末尾が切り取られています。"
                    .formatted(remembered.size(), size));
        } else if (remembered.size() == size) {
            if (!remembered.root().equals(export.head().root())) {
                add(Kind.ROOT_DIFFERS, null, "同じ件数の木なのに、根が控えと異なります。");
            }
        } else if (export.consistency() == null || export.consistency().from() != remembered.size()
                || export.consistency().path() == null) {
            add(Kind.ROOT_DIFFERS, null, "控え（%d件）からの整合性証明が書き出しにありません。件数を指定して書き出し直してください。"
                    .formatted(remembered.size()));
        } else if (!MerkleTree.isConsistent(remembered.size(), bytes(remembered.root()), size,
                bytes(export.head().root()), bytes(export.consistency().path()))) {
            add(Kind.ROOT_DIFFERS, null, "書き出しの木は、控えの木を延ばしたものではありません。");
        }
    }

    private boolean isSigned(CaseExport.Head head) {
        return key.id().equals(head.keyId()) && head.root() != null && head.signature() != null
                && key.verifies(utf8(head.signedText()), head.signature());
    }

    private void add(Kind kind, Long seq, String explanation) {
        findings.add(new Finding(kind, seq, explanation));
    }

    private static void report(CaseExport export, CaseExport.Head remembered, String keyId, List<Finding> findings,
                               PrintStream out) {
        long unsealed = export.events().stream().filter(e -> e.index() == null).count();
        out.printf("証跡の検証 / Verification of a trail%n");
        out.printf("受付番号 / case        %s%n", export.caseNumber());
        out.printf("書き出し / exported    %s%n", export.exportedAt());
        out.printf("鍵 / key               %s%s%n", export.key().id(), keyId == null
                ? "（公表された値と見比べてください / compare it with the published one）" : "");
        if (export.head() != null) {
            out.printf("木の先頭 / tree head   %d, %s, %s%n", export.head().size(), export.head().root(), export.head().at());
        }
        if (remembered != null) {
            out.printf("控えの先頭 / kept head %d, %s, %s%n", remembered.size(), remembered.root(), remembered.at());
        }
        out.printf("記録 / events          %d（未封緘 / not sealed yet: %d）%n%n", export.events().size(), unsealed);
        for (Finding finding : findings) {
            out.printf("[NG] %s%s%n     %s: %s%n", finding.seq() == null ? "" : "#" + finding.seq() + " ",
                    finding.explanation(), finding.kind(), finding.kind().inEnglish());
        }
        out.printf(findings.isEmpty()
                ? "結果: 改ざんは見つかりませんでした。 / Result: no tampering was found.%n"
                : "結果: 問題が%1$d件見つかりました。 / Result: %1$d finding(s).%n", findings.size());
    }

    /** Takes an option and its value out of the arguments. */
    private static String option(List<String> arguments, String name) {
        int at = arguments.indexOf(name);
        if (at < 0 || at + 1 >= arguments.size()) {
            return null;
        }
        arguments.remove(at);
        return arguments.remove(at);
    }

    private static String read(String file) throws IOException {
        return Files.readString(Path.of(file));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static List<byte[]> bytes(List<String> hashes) {
        return hashes.stream().map(VerifyTrail::bytes).toList();
    }
}
