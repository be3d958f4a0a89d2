package jp.madoguchi.casefile;

import java.time.Instant;
import jp.madoguchi.kernel.CaseNumber;

/**
 * What an applicant holds after filing.
 *
 * @param arrivedAt   the moment of arrival (到達), from which the statutory clock runs
 * @param late        whether the call had closed by then
 * @param contentHash SHA-256 of the canonical answers, with the hashes of all files in them
 * @param repeated    whether this answers a request that had been made before
 */
public record Receipt(CaseNumber caseNumber, Instant arrivedAt, int round, boolean late, String contentHash,
                      boolean repeated) {}
