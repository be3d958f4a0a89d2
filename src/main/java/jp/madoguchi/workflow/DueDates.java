package jp.madoguchi.workflow;

import java.time.LocalDate;

/**
 * When a task is to be done.
 *
 * @param day      the last day
 * @param remindOn the day of the reminder, at the office's opening
 */
public record DueDates(LocalDate day, LocalDate remindOn) {}
