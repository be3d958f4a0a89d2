package jp.madoguchi.casefile;

import java.time.Instant;
import jp.madoguchi.forms.Answers;

/** 提出: one round of answers, immutable. */
public record Submission(int round, String form, String formHash, Answers answers, String contentHash,
                         String submittedByName, Instant submittedAt) {}
