package jp.madoguchi.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import jp.madoguchi.audit.Finding.Kind;
import jp.madoguchi.audit.MerkleTree.Nodes;

/** Looks for tampering in rows, leaves and heads that somebody hands over; knows no database. */
final class Examination {

    /** A wrecked trail is understood from its first thousand findings. */
    private static final int MAX_FINDINGS = 1000;

    private final List<PublicSigningKey> trusted;
    private final List<Finding> findings = new ArrayList<>();
    private long events;
    private long unsealed;

    private Examination(List<PublicSigningKey> trusted) {
        this.trusted = trusted;
    }

    /**
     * Recomputes the whole tree and compares it with every head.
     *
     * @param sealed     in the order of the tree
     * @param young      rows without a place in the tree
     * @param heads      by ascending size
     * @param remembered a head kept outside the database, or null; only it can prove that the end was cut off
     * @param damages    what was found about the inner hashes
     */
    static Verification ofLog(Iterator<TrailLeaf> sealed, Iterator<TrailLeaf> young, Iterator<SignedHead> heads,
                              SignedHead remembered, List<Finding> damages, List<PublicSigningKey> trusted) {
        Examination examination = new Examination(trusted);
        SignedHead last = examination.tree(sealed, heads, remembered);
        young.forEachRemaining(examination::row);
        damages.forEach(examination::add);
        return examination.verdict(last);
    }

    /**
     * Proves each event of a case to be in the tree of the latest head.
     *
     * @param leaves the case's events, sealed or not
     * @param head   null when nothing was sealed yet
     */
    static Verification ofCase(List<TrailLeaf> leaves, SignedHead head, Nodes nodes, List<PublicSigningKey> trusted) {
        Examination examination = new Examination(trusted);
        if (head != null) {
            examination.signature(head);
        }
        for (TrailLeaf leaf : leaves) {
            examination.row(leaf);
            if (leaf.index() != null && leaf.row() != null) {
                examination.inclusion(leaf, head, nodes);
            }
        }
        return examination.verdict(head);
    }

    private SignedHead tree(Iterator<TrailLeaf> leaves, Iterator<SignedHead> heads, SignedHead remembered) {
        if (remembered != null) {
            signature(remembered);
        }
        MerkleFrontier frontier = new MerkleFrontier();
        SignedHead head = heads.hasNext() ? heads.next() : null;
        SignedHead last = null;
        boolean whole = true;
        boolean agrees = true;
        while (leaves.hasNext()) {
            TrailLeaf leaf = leaves.next();
            row(leaf);
            if (!whole) {
                continue;
            }
            if (leaf.hash() == null || leaf.index() != frontier.size()) {
                add(Kind.DELETED, null, "木の%d番目の葉が失われています。それより後の木は照合できません。".formatted(frontier.size()));
                whole = false;
                continue;
            }
            frontier.add(leaf.hash(), (position, hash) -> { });
            for (; head != null && head.size() <= frontier.size(); head = heads.hasNext() ? heads.next() : null) {
                signature(head);
                agrees = agrees && rootAgrees(head, frontier);
                last = head;
            }
            if (remembered != null && remembered.size() == frontier.size()) {
                rootAgrees(remembered, frontier);
            }
        }
        if (whole) {
            ending(frontier.size(), last, head, remembered);
        }
        return last;
    }

    private void ending(long size, SignedHead last, SignedHead beyond, SignedHead remembered) {
        if (beyond != null) {
            signature(beyond);
            truncated(beyond, size);
        } else if (size > (last == null ? 0 : last.size())) {
            add(Kind.INSERTED, null, "署名された先頭より後に、署名のない葉が%d件あります。"
                    .formatted(size - (last == null ? 0 : last.size())));
        }
        if (remembered != null && remembered.size() > size) {
            truncated(remembered, size);
        }
    }

    private void truncated(SignedHead head, long size) {
        add(Kind.TRUNCATED, null, "%sに署名された先頭は%d件を示しますが、記録は%d件しかありません。末尾が切り取られています。"
                .formatted(head.at(), head.size(), size));
    }

    private boolean rootAgrees(SignedHead head, MerkleFrontier frontier) {
        if (MerkleTree.hex(frontier.root()).equals(head.root())) {
            return true;
        }
        add(Kind.ROOT_DIFFERS, null, "先頭から%d件の記録は、%sに署名された根と一致しません。".formatted(head.size(), head.at()));
        return false;
    }

    private void signature(SignedHead head) {
        if (trusted.stream().noneMatch(head::isSignedBy)) {
            add(Kind.FORGED_HEAD, null, "%d件の先頭（%s）の署名が正しくないか、信頼されていない鍵によるものです。"
                    .formatted(head.size(), head.at()));
        }
    }

    private void row(TrailLeaf leaf) {
        TrailRow row = leaf.row();
        if (row == null) {
            add(Kind.DELETED, leaf.seq(), "木に封緘された記録が台帳から削除されています。");
            return;
        }
        events++;
        byte[] computed = Entry.leaf(row.body());
        if (!Arrays.equals(computed, row.leaf())) {
            add(Kind.EDITED, row.seq(), "記録の本文が、書き込まれたときのハッシュ値と一致しません。");
        }
        columns(row);
        if (leaf.passedOver()) {
            add(Kind.INSERTED, row.seq(), "封緘済みの記録の間に、封緘されていない記録が挿入されています。");
        } else if (leaf.index() == null) {
            unsealed++;
        } else if (leaf.hash() != null && !Arrays.equals(leaf.hash(), row.leaf())) {
            add(Kind.MOVED, row.seq(), "木の%d番目の葉は、この記録のものではありません。".formatted(leaf.index()));
        }
    }

    private void columns(TrailRow row) {
        Map<String, String> hashed;
        try {
            hashed = Entry.parse(row.body()).columns();
        } catch (IllegalArgumentException unreadable) {
            add(Kind.EDITED, row.seq(), "記録の本文が読み取れません。");
            return;
        }
        TreeSet<String> names = new TreeSet<>(hashed.keySet());
        names.addAll(row.columns().keySet());
        names.removeIf(name -> Objects.equals(hashed.get(name), row.columns().get(name)));
        if (!names.isEmpty()) {
            add(Kind.COLUMN_EDITED, row.seq(), "検索用の列（%s）が、封緘された本文と一致しません。"
                    .formatted(String.join("、", names)));
        }
    }

    private void inclusion(TrailLeaf leaf, SignedHead head, Nodes nodes) {
        boolean included = leaf.isUnder(head) && MerkleTree.isIncluded(
                Entry.leaf(leaf.row().body()), leaf.index(), head.size(),
                MerkleTree.inclusionProof(nodes, leaf.index(), head.size()), HexFormat.of().parseHex(head.root()));
        if (!included) {
            add(Kind.NOT_IN_TREE, leaf.seq(), "記録が、署名された木に含まれていません。");
        }
    }

    private void add(Kind kind, Long seq, String explanation) {
        add(new Finding(kind, seq, explanation));
    }

    private void add(Finding finding) {
        if (findings.size() < MAX_FINDINGS) {
            findings.add(finding);
        }
    }

    private Verification verdict(SignedHead upTo) {
        return findings.isEmpty() ? new Verification.Intact(events, unsealed, upTo) : new Verification.Tampered(findings);
    }
}
