package jp.madoguchi.org;

/**
 * A section of a government.
 *
 * @param code     short ASCII, unique in the government
 * @param name     the section's own name
 * @param fullName with all its superiors, as letters print it
 * @param parent   the superior section's code, or null at the top
 * @param rank     its place in the line of decision
 */
public record Section(String government, String code, String name, String fullName, String parent, Rank rank) {

    /** 係・課・部・首長, from the ground up. */
    public enum Rank { KAKARI, KA, BU, CHIEF }
}
