/** Business days of each government, bank days, eras, roll rules, and the one clock. */
@org.springframework.modulith.ApplicationModule(displayName = "calendar", allowedDependencies = {})
package jp.madoguchi.calendar;
