/** Who should be asked to apply: candidate shops, what was sent to them, calls and their outcomes (S3-36, S3-37). */
@org.springframework.modulith.ApplicationModule(displayName = "recruiting", allowedDependencies = {"org", "calendar", "forms", "programme", "casefile", "letters"})
package jp.madoguchi.recruiting;
