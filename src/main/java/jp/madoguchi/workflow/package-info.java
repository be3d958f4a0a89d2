/** The engine room: configuration, doors, task events, timers, incidents. */
@org.springframework.modulith.ApplicationModule(displayName = "workflow", allowedDependencies = {"org", "calendar", "forms", "programme"})
package jp.madoguchi.workflow;
