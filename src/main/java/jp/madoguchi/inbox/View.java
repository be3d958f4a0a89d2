package jp.madoguchi.inbox;

import java.util.Arrays;

/** Which of a person's tasks a list shows. */
public enum View {
    /** Open tasks of the desks the person may work today, absent deciders' included. */
    DESK,
    /** Open tasks the person has claimed or was given. */
    MINE,
    /** Open tasks that wait for an applicant of the person's sections, or for another desk after the person worked on the case. */
    WAITING,
    /** Tasks the person concluded. */
    DONE;

    /** As addresses say it: {@code desk}. Anything unknown is {@link #DESK}. */
    public static View of(String word) {
        return Arrays.stream(values()).filter(view -> view.word().equals(word)).findFirst().orElse(DESK);
    }

    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
