/** The database server of the first five minutes, the migrations' door, and the wall between tenants. Nobody imports it. */
@org.springframework.modulith.ApplicationModule(displayName = "database", allowedDependencies = {})
package jp.madoguchi.database;
