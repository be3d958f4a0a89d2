/** Events of a contractor: support booths, consultations, briefings; from the proposal to what came of them (S4, S3-49, S3-82, S5-44, S5-47). */
@org.springframework.modulith.ApplicationModule(displayName = "booth", allowedDependencies = {"org", "calendar", "forms", "programme", "workflow", "casefile", "duty"})
package jp.madoguchi.booth;
