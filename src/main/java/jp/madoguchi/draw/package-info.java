/**
 * 抽選: a draw that anybody can repeat from its published files (requirements §2.15, S3-95, S5-103). Pure computation: no
 * database, no clock, no randomness of its own. docs/draw.md describes every byte of it.
 */
@org.springframework.modulith.ApplicationModule(displayName = "draw", allowedDependencies = {})
package jp.madoguchi.draw;
