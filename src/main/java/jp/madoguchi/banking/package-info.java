/** Banks and their branches, accounts, the bulk transfer file of the Japanese Bankers Association and what comes back. */
@org.springframework.modulith.ApplicationModule(displayName = "banking", allowedDependencies = {"calendar", "forms"})
package jp.madoguchi.banking;
