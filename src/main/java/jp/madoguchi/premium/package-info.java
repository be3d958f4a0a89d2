/** プレミアム付電子地域通貨の抽選販売: applications, who they are, purchase rights and what was bought (Midori, S5-03 to S5-18, S5-103 to S5-107). */
@org.springframework.modulith.ApplicationModule(displayName = "premium", allowedDependencies = {"org", "calendar", "forms", "programme", "workflow", "casefile", "letters", "draw", "lottery"})
package jp.madoguchi.premium;
