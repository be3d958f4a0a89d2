/** The auditor's window on the trail and the engine's history. */
@org.springframework.modulith.ApplicationModule(displayName = "tracing", allowedDependencies = {"org", "calendar", "forms", "programme", "workflow", "audit", "casefile", "letters"})
package jp.madoguchi.tracing;
