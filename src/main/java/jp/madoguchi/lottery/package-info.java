/**
 * 抽選の手続: freezes a pool, has the draw decided, announced, drawn, checked and published, and keeps its files (requirements §2.15,
 * S3-95, S5-103). What is drawn for is known to the rooms above it.
 */
@org.springframework.modulith.ApplicationModule(displayName = "lottery", allowedDependencies = {"org", "calendar", "forms", "programme", "workflow", "casefile", "draw"})
package jp.madoguchi.lottery;
