package jp.madoguchi.stockpile;

/**
 * What an institution asks for.
 *
 * @param kind null when any of the item's alternatives will do
 * @param size null when any size will do
 */
public record Order(String item, String kind, String size, Quantity quantity) {}
