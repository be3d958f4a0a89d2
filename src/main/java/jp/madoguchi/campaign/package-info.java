/** キャンペーン: charges that the currency's platform reports, the lots they give, and what is granted on them (S3-85 to S3-100). */
@org.springframework.modulith.ApplicationModule(displayName = "campaign", allowedDependencies = {"org", "calendar", "forms", "programme", "workflow", "casefile", "draw", "lottery"})
package jp.madoguchi.campaign;
