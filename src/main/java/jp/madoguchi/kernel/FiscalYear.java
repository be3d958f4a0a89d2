package jp.madoguchi.kernel;

import java.time.LocalDate;

/** 年度: 1 April to 31 March. @param value the calendar year in which it begins */
public record FiscalYear(int value) {

    public static FiscalYear of(LocalDate day) {
        return new FiscalYear(day.getMonthValue() >= 4 ? day.getYear() : day.getYear() - 1);
    }

    public LocalDate firstDay() {
        return LocalDate.of(value, 4, 1);
    }

    public LocalDate lastDay() {
        return LocalDate.of(value + 1, 3, 31);
    }

    public boolean contains(LocalDate day) {
        return of(day).equals(this);
    }
}
