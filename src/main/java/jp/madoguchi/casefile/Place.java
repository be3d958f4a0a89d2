package jp.madoguchi.casefile;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * Where a case stands among those that compete for a limited number: a slot of its own, or a place in the queue.
 *
 * @param kind   {@code slot}, {@code queue}, or {@code ordering} while the order of arrival is not settled; other rooms have others
 * @param number of the slot, or the place among those who wait, from 1; 0 while ordering
 * @param ja     the sentence for its party
 * @param en     the same in English
 * @param whole  says all there is to say of where the case stands, under the name {@code place.<kind>}
 */
public record Place(String kind, int number, String ja, String en, @JsonIgnore boolean whole) {

    public Place(String kind, int number, String ja, String en) {
        this(kind, number, ja, en, false);
    }
}
