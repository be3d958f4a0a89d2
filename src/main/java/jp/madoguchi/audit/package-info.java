/** Append-only, tamper-evident trail. Hears CaseEvent; only tracing looks into it. */
@org.springframework.modulith.ApplicationModule(displayName = "audit", allowedDependencies = {})
package jp.madoguchi.audit;
