package jp.madoguchi.duty.web;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import jp.madoguchi.duty.DutyCalendar;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.component.VEvent;
import net.fortuna.ical4j.model.property.Description;
import net.fortuna.ical4j.model.property.DtStamp;
import net.fortuna.ical4j.model.property.Name;
import net.fortuna.ical4j.model.property.ProdId;
import net.fortuna.ical4j.model.property.Uid;
import net.fortuna.ical4j.model.property.Url;
import net.fortuna.ical4j.model.property.immutable.ImmutableTransp;
import net.fortuna.ical4j.model.property.immutable.ImmutableVersion;

/** The duties as a calendar (RFC 5545): one all-day event on each due day. */
final class Feed {

    private Feed() {}

    /** @param baseUrl where the cases are found */
    static String of(List<DutyCalendar.Entry> entries, Instant now, String baseUrl) {
        Calendar calendar = new Calendar();
        calendar.add(new ProdId("-//Madoguchi//duties//JA"));
        calendar.add(ImmutableVersion.VERSION_2_0);
        calendar.add(new Name("報告の予定"));
        for (DutyCalendar.Entry entry : entries) {
            VEvent event = new VEvent(entry.dueOn(), "【期限】" + entry.title() + "（" + entry.period() + "）");
            event.replace(new DtStamp(now));
            // The same through all states, so that a moved due day moves the event.
            event.add(new Uid("%s.%s.%s@madoguchi".formatted(entry.programme().code(), entry.duty(), entry.key())));
            event.add(new Description(entry.programme().name()));
            event.add(ImmutableTransp.TRANSPARENT);
            if (entry.occurrence() != null) {
                event.add(new Url(URI.create(baseUrl + "/cases/" + entry.occurrence().number())));
            }
            calendar.add(event);
        }
        return calendar.toString();
    }
}
