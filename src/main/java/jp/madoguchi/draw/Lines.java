package jp.madoguchi.draw;

import java.io.IOException;

/** A line under construction, in bytes: ten million of them are written without an object each. */
final class Lines {

    private final byte[] buffer = new byte[1024];
    private int length;

    /** Takes finished lines. */
    @FunctionalInterface
    interface Sink {

        /** @param line its bytes with the line feed, valid during the call only */
        void line(byte[] line, int length) throws IOException;
    }

    /** @param text what is between {@code from} and {@code to}; may hold several fields */
    Lines field(byte[] text, int from, int to) {
        separate();
        System.arraycopy(text, from, buffer, length, to - from);
        length += to - from;
        return this;
    }

    /** The four fields of a lot as the pool has them. */
    Lines lot(Pool pool, int lot) {
        separate();
        length = pool.line(lot, buffer, length);
        return this;
    }

    /** Goes on with the last field. */
    Lines unit(int unit) {
        buffer[length++] = '#';
        length = number(unit, buffer, length);
        return this;
    }

    Lines field(Counter counter) {
        return field(counter.digits, counter.first, counter.digits.length);
    }

    Lines field(long number) {
        separate();
        length = number(number, buffer, length);
        return this;
    }

    void endInto(Sink sink) throws IOException {
        buffer[length++] = '\n';
        sink.line(buffer, length);
        length = 0;
    }

    private void separate() {
        if (length > 0) {
            buffer[length++] = ',';
        }
    }

    /** A decimal number that only ever grows by one: no division a line. */
    static final class Counter {

        private final byte[] digits = {'0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0'};
        private int first = digits.length;

        Counter next() {
            int at = digits.length - 1;
            while (digits[at] == '9') {
                digits[at--] = '0';
            }
            digits[at]++;
            first = Math.min(first, at);
            return this;
        }
    }

    /** Writes a number that is not negative in decimal. @return the position after it */
    static int number(long number, byte[] into, int at) {
        int end = at + 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            end++;
        }
        long rest = number;
        for (int i = end - 1; i >= at; i--) {
            into[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return end;
    }
}
