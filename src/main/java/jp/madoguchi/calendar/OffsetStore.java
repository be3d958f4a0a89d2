package jp.madoguchi.calendar;

import java.time.Duration;

/** Where the clock's offset lives. Both changes answer the offset that holds from then on. */
interface OffsetStore {

    Duration read();

    Duration add(Duration step);

    Duration replace(Duration offset);

    /** For clocks of a single test or tool. */
    final class InMemory implements OffsetStore {

        private Duration offset;

        InMemory(Duration offset) {
            this.offset = offset;
        }

        @Override
        public synchronized Duration read() {
            return offset;
        }

        @Override
        public synchronized Duration add(Duration step) {
            return offset = offset.plus(step);
        }

        @Override
        public synchronized Duration replace(Duration replacement) {
            return offset = replacement;
        }
    }
}
