package jp.madoguchi.org;

/**
 * A desk somebody may work today.
 *
 * @param desk          the desk
 * @param title         the 職名 under which it is worked
 * @param actingFor     account of the absent holder for whom this person acts as deputy (代決), or null for an own post
 * @param actingForName the absent holder's name, or null
 */
public record DeskMembership(Desk desk, String title, String actingFor, String actingForName) {

    public boolean asDeputy() {
        return actingFor != null;
    }
}
