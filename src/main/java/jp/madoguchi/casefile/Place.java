package jp.madoguchi.casefile;

/**
 * Where a case stands among those that compete for a limited number: a slot of its own, or a place in the queue.
 *
 * @param kind   {@code slot}, {@code queue}, or {@code ordering} while the order of arrival is not settled
 * @param number of the slot, or the place among those who wait, from 1; 0 while ordering
 * @param ja     the sentence for its party
 * @param en     the same in English
 */
public record Place(String kind, int number, String ja, String en) {}
