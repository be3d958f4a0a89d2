package jp.madoguchi.audit;

import java.util.List;

/**
 * One page of a search, newest first.
 *
 * @param next the cursor of the following page; null on the last
 */
public record TrailPage(List<TrailEvent> events, String next) {}
