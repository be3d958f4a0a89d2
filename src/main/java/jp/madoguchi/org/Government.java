package jp.madoguchi.org;

/**
 * 地方公共団体, the tenant.
 *
 * @param code      six digits with check digit
 * @param name      群馬県
 * @param nameEn    Gunma Prefecture
 * @param headTitle the title that signs letters: 群馬県知事
 */
public record Government(String code, String name, String nameEn, String headTitle) {}
