package jp.madoguchi.org;

/** A post that somebody holds. @param title 職名 as printed beside the name */
public record Post(String account, Desk desk, String title) {}
