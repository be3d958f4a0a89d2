/** Recruitment of vendors: eligibility, hearing, register, products, emergency activation (Gunma, S1). */
@org.springframework.modulith.ApplicationModule(displayName = "vendor", allowedDependencies = {"org", "calendar", "forms", "programme", "workflow", "casefile", "letters"})
package jp.madoguchi.vendor;
