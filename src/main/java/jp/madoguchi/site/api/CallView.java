package jp.madoguchi.site.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.OffsetDateTime;
import java.util.List;
import jp.madoguchi.casefile.CallWindows;
import jp.madoguchi.org.Government;
import jp.madoguchi.programme.Call;
import jp.madoguchi.programme.Programme;

/** 募集, as the public reads it. */
record CallView(String programme, String programmeName, String programmeNameEn, String call, String name, String nameEn, String summary,
                Office government, String section, State state, OffsetDateTime opens, OffsetDateTime closes, String openedBecause,
                Period standardProcessing, boolean disposition, List<String> conditions, List<Paper> papers, String decided,
                boolean rolling, Contact contact, String href, String form) {

    enum State {
        @JsonProperty("open") OPEN, @JsonProperty("coming") COMING, @JsonProperty("closed") CLOSED
    }

    record Office(String code, String name, String nameEn) {}

    /** @param basis {@code business} or {@code calendar} days */
    record Period(int days, String basis) {}

    record Paper(String name, boolean required) {}

    record Contact(String section, String phone, String email, String hours) {}

    static CallView of(Programme programme, Call call, CallWindows.Window window, State state, Government government) {
        String href = "/api/v1/calls/" + programme.code() + "/" + call.code();
        return new CallView(programme.code(), programme.name(), programme.nameEn(), call.code(), call.name(), call.nameEn(), call.summary(),
                new Office(government.code(), government.name(), government.nameEn()), String.join("", programme.sectionPath()), state,
                Jst.of(window.opens()), Jst.of(window.closes()), window.reason(),
                call.processing() == null ? null
                        : new Period(call.processing().days(), call.processing().businessDays() ? "business" : "calendar"),
                call.disposition(), call.conditions(), call.papers().stream().map(p -> new Paper(p.name(), p.required())).toList(),
                call.decided(), call.rolling(), contact(programme.contact()), href, href + "/form");
    }

    private static Contact contact(Programme.Contact contact) {
        return contact == null ? null : new Contact(contact.section(), contact.phone(), contact.email(), contact.hours());
    }
}
