/** Figures for managers, rebuildable from the tables below. */
@org.springframework.modulith.ApplicationModule(displayName = "dashboard", allowedDependencies = {"org", "calendar", "programme", "workflow", "casefile"})
package jp.madoguchi.dashboard;
