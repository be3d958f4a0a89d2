/** The case: number, parties, submissions and rounds, documents, status, statutory clock, the task desk. */
@org.springframework.modulith.ApplicationModule(displayName = "casefile", allowedDependencies = {"org", "calendar", "forms", "programme", "workflow"})
package jp.madoguchi.casefile;
