package jp.madoguchi.banking;

/**
 * A branch of a bank.
 *
 * @param bank the bank's four digits
 * @param code three digits
 * @param name without 支店: 安中
 * @param kana full width: アンナカ
 */
public record Branch(String bank, String code, String name, String kana) {}
