package jp.madoguchi.site.demo;

import java.time.LocalDateTime;
import java.util.function.Function;
import jp.madoguchi.kernel.CaseNumber;

/**
 * One deed of one person.
 *
 * @param id     names it for ever
 * @param course the case it belongs to; its first step files it
 * @param at     when, Japanese time
 * @param scope  whose rows the person may touch
 * @param deed   takes the case's number, null when it is yet to be filed, and gives it
 */
record DemoStep(String id, String course, LocalDateTime at, String scope, Function<CaseNumber, CaseNumber> deed) {}
