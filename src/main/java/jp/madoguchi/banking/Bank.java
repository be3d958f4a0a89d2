package jp.madoguchi.banking;

/**
 * A financial institution.
 *
 * @param code four digits
 * @param name without 銀行, as the list has it: 群馬
 * @param kana full width: グンマ
 */
public record Bank(String code, String name, String kana) {}
