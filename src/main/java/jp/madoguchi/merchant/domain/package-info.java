/** What other rooms may know of a merchant. */
@org.springframework.modulith.NamedInterface("domain")
package jp.madoguchi.merchant.domain;
