package jp.madoguchi.org;

/**
 * 係: a section of a government plus a role. Human tasks are routed to a desk, never to a person. The applicant's own
 * "desk" has the role {@link Role#APPLICANT} and is worked by the case's party.
 *
 * @param government the government's code
 * @param section    the section's code
 * @param role       who at the section
 */
public record Desk(String government, String section, Role role) {

    /** One text for keys and indexes: {@code 100005/sangyo/REVIEWER}. */
    public String id() {
        return government + "/" + section + "/" + role;
    }

    /** @throws IllegalArgumentException when the text is not a desk's id */
    public static Desk parse(String id) {
        String[] parts = id.split("/");
        if (parts.length != 3) {
            throw new IllegalArgumentException("Not a desk: " + id);
        }
        return new Desk(parts[0], parts[1], Role.valueOf(parts[2]));
    }

    public boolean isApplicants() {
        return role == Role.APPLICANT;
    }
}
