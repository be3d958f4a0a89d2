package jp.madoguchi.kernel;

import java.util.Locale;

/** An amount of money. @param value whole yen, may be negative in a difference */
public record Yen(long value) implements Comparable<Yen> {

    public Yen plus(Yen other) {
        return new Yen(Math.addExact(value, other.value));
    }

    @Override
    public int compareTo(Yen other) {
        return Long.compare(value, other.value);
    }

    /** As official letters write it: 1,234円. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%,d円", value);
    }
}
