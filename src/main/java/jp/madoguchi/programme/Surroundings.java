package jp.madoguchi.programme;

import java.time.LocalDate;
import java.util.Optional;

/** What a programme file refers to outside itself. */
interface Surroundings {

    boolean knowsGovernment(String code);

    /** The full name of a section, superiors first, parted by spaces; empty when there is none of that code. */
    Optional<String> section(String government, String code);

    boolean hasProcedure(String id);

    boolean hasForm(String id);

    boolean isBusinessDay(String government, LocalDate day);
}
