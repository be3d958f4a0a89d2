/** What applicants see: calls, drafts, my cases, published lists. */
@org.springframework.modulith.ApplicationModule(displayName = "portal", allowedDependencies = {"org", "calendar", "forms", "programme", "workflow", "casefile", "letters"})
package jp.madoguchi.portal;
