package jp.madoguchi.letters;

/** Hands a mail over to whoever brings it to its recipient. */
interface Carrier {

    /** @throws RuntimeException when it was not taken; it will be tried again */
    void carry(Outbox.Mail mail, String recipient);
}
