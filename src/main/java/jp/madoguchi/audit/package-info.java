/**
 * Append-only, tamper-evident trail in the manner of RFC 6962 and RFC 9162. Hears CaseEvent; only tracing looks into it.
 * The format is described in docs/audit-trail.md.
 */
@org.springframework.modulith.ApplicationModule(displayName = "audit", allowedDependencies = {})
package jp.madoguchi.audit;
