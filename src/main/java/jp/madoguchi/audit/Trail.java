package jp.madoguchi.audit;

import java.util.List;
import java.util.Optional;
import jp.madoguchi.kernel.CaseNumber;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Reads and proves the trail. */
@Service
@Transactional(readOnly = true)
public class Trail {

    /** Largest page of {@link #search}. */
    public static final int MAX_PAGE = 200;

    public TrailPage search(TrailQuery criteria, String cursor, int size) {
        throw new UnsupportedOperationException();
    }

    public List<TrailEvent> ofCase(CaseNumber caseNumber) {
        throw new UnsupportedOperationException();
    }

    public Optional<SignedHead> head() {
        throw new UnsupportedOperationException();
    }

    public PublicSigningKey key() {
        throw new UnsupportedOperationException();
    }

    public InclusionProof inclusionProof(long seq) {
        throw new UnsupportedOperationException();
    }

    public ConsistencyProof consistencyProof(long size1, long size2) {
        throw new UnsupportedOperationException();
    }

    public Verification verification(CaseNumber caseNumber) {
        throw new UnsupportedOperationException();
    }

    public Verification verifyAll() {
        throw new UnsupportedOperationException();
    }

    public Verification verifyAll(SignedHead remembered) {
        throw new UnsupportedOperationException();
    }

    public String exportCase(CaseNumber caseNumber) {
        throw new UnsupportedOperationException();
    }

    public String exportCase(CaseNumber caseNumber, long rememberedSize) {
        throw new UnsupportedOperationException();
    }

    public SealLag sealLag() {
        throw new UnsupportedOperationException();
    }
}
