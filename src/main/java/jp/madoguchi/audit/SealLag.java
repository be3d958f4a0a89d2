package jp.madoguchi.audit;

import java.time.Duration;

/**
 * How far sealing is behind. More than a few seconds means that no node seals, or that a transaction somewhere in the
 * database server has been left open and holds the watermark back.
 *
 * @param unsealed committed events without a place in the tree
 * @param oldest   age of the oldest of them; zero when there is none
 */
public record SealLag(long unsealed, Duration oldest) {}
