package jp.madoguchi.calendar;

/** Gives the rows that override the holiday rule. */
interface HolidaySource {

    HolidayRows rows();
}
