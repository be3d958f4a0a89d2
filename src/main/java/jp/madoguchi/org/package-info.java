/** Governments, sections, desks, staff with their posts, deputies, contractors, applicants; and the wall between tenants. */
@org.springframework.modulith.ApplicationModule(displayName = "org", allowedDependencies = {})
package jp.madoguchi.org;
