/** The staff work list (read model) and the task desk's pages. */
@org.springframework.modulith.ApplicationModule(displayName = "inbox", allowedDependencies = {"org", "calendar", "forms", "programme", "workflow", "casefile", "letters"})
package jp.madoguchi.inbox;
