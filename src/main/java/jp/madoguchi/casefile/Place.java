package jp.madoguchi.casefile;

/**
 * Where a case stands among those that compete for a limited number: a slot of its own, or a place in the queue.
 *
 * @param kind   {@code slot} or {@code queue}
 * @param number of the slot, or the place among those who wait, from 1
 * @param ja     the sentence for its party
 * @param en     the same in English
 */
public record Place(String kind, int number, String ja, String en) {}
