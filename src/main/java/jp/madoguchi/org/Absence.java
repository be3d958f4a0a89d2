package jp.madoguchi.org;

import java.time.LocalDate;

/** A period in which a deputy may act. Both days included. */
public record Absence(long id, String account, String accountName, String deputy, String deputyName, LocalDate from,
                      LocalDate to, String reason) {}
