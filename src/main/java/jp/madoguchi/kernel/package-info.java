/** Words all rooms share. Plain Java: no Spring, no engine, no database. */
@org.springframework.modulith.ApplicationModule(displayName = "kernel", allowedDependencies = {})
package jp.madoguchi.kernel;
