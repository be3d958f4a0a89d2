/** Subsidies that merchants are granted for a device, first come, first served (Annaka, S3-55 to S3-65). */
@org.springframework.modulith.ApplicationModule(displayName = "subsidy", allowedDependencies = {"org", "calendar", "forms", "banking", "programme", "workflow", "casefile", "letters", "merchant", "merchant :: domain"})
package jp.madoguchi.subsidy;
