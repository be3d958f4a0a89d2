/** Loads, validates and versions programme files. */
@org.springframework.modulith.ApplicationModule(displayName = "programme", allowedDependencies = {"org", "calendar", "forms"})
package jp.madoguchi.programme;
