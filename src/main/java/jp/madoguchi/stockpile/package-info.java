/**
 * 流通在庫備蓄: a ledger of lots that is only added to, its rules and its figures (S2). All of it is non-public (S2-32): no page
 * for the public, no open data and no mail's subject names any of it.
 */
@org.springframework.modulith.ApplicationModule(displayName = "stockpile", allowedDependencies = {"org", "calendar", "forms", "programme", "workflow", "casefile", "letters", "duty"})
package jp.madoguchi.stockpile;
