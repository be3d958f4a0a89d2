package jp.madoguchi.calendar;

import java.time.Instant;

/**
 * The time machine moved {@link BusinessClock}; published on the node that moved it, after the new offset is committed.
 *
 * @param before the time on the clock just before
 * @param after  the time just after; earlier than {@code before} when the clock was set back
 */
public record ClockMoved(Instant before, Instant after) {}
