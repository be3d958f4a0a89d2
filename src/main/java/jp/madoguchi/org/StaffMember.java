package jp.madoguchi.org;

/** A member of staff with the 職名 held today, joined by 、. */
public record StaffMember(String id, String name, String titles) {}
