/** Reads .form files: what to show, which conditions hold (FEEL), what an answer must satisfy. */
@org.springframework.modulith.ApplicationModule(displayName = "forms", allowedDependencies = {})
package jp.madoguchi.forms;
