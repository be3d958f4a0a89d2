package jp.madoguchi.audit;

import java.util.Map;

/**
 * A row of table {@code trail} as it stands there, whoever wrote it.
 *
 * @param columns the search columns in the form of {@link Entry#columns()}
 */
record TrailRow(long seq, Map<String, String> columns, String body, byte[] leaf) {}
