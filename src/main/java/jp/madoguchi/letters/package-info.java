/** Numbered letters: render, store as PDF, mail from an outbox. */
@org.springframework.modulith.ApplicationModule(displayName = "letters", allowedDependencies = {"org", "calendar", "programme", "workflow", "casefile"})
package jp.madoguchi.letters;
