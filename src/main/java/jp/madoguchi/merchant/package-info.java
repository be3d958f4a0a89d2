/** Merchants of the local-currency programmes: recruiting, screening, register, kits, changes, violations (S3-33…S3-54, S5-46…S5-50). */
@org.springframework.modulith.ApplicationModule(displayName = "merchant", allowedDependencies = {"org", "calendar", "forms", "banking", "programme", "workflow", "casefile", "letters", "duty"})
package jp.madoguchi.merchant;
