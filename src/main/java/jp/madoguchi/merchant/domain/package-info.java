/** A merchant and what it is compared by. Open to rooms that grant something to merchants. */
@org.springframework.modulith.NamedInterface("domain")
package jp.madoguchi.merchant.domain;
