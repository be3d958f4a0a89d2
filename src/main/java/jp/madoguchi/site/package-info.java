/** Page frame, sign-in, error pages, security headers, administration, the demo. */
@org.springframework.modulith.ApplicationModule(displayName = "site", allowedDependencies = {"org", "calendar", "forms", "programme", "workflow", "audit", "casefile", "letters", "vendor", "recruiting", "duty", "premium", "inbox", "portal", "dashboard", "tracing"})
package jp.madoguchi.site;
