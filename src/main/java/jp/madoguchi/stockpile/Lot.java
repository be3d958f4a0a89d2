package jp.madoguchi.stockpile;

/** A registered lot. */
public record Lot(long id, LotSpec spec) {}
