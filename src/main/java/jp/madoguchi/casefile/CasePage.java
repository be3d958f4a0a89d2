package jp.madoguchi.casefile;

/** A page of a room that shows more of a case: its draw, its lot. @param href an address of this installation */
public record CasePage(String label, String labelEn, String href) {}
