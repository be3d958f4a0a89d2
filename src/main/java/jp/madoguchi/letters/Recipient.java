package jp.madoguchi.letters;

import java.util.Optional;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.Cases;

/**
 * Whom a mail is for. One of the two is set.
 *
 * @param account its address is looked up when the mail goes out, so that a changed one is honoured
 * @param address where the case has no account
 */
record Recipient(String account, String address) {

    static Recipient account(String id) {
        return new Recipient(id, null);
    }

    static Recipient address(String address) {
        return new Recipient(null, address);
    }

    /** The party of a case; empty when there is nobody who can be mailed. */
    static Optional<Recipient> of(CaseFile file, Cases cases) {
        if (file.party() != null) {
            return Optional.of(account(file.party()));
        }
        return Optional.ofNullable(cases.mailAddress(file)).filter(address -> !address.isBlank()).map(Recipient::address);
    }
}
