/** What the programmes owe by a date: plans, reports, minutes; once, per event, or again and again. */
@org.springframework.modulith.ApplicationModule(displayName = "duty", allowedDependencies = {"org", "calendar", "forms", "programme", "workflow", "casefile"})
package jp.madoguchi.duty;
