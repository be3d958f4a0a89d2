package jp.madoguchi.portal.web;

import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.CallWindows;
import jp.madoguchi.forms.SearchKeys;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.org.Government;
import jp.madoguchi.org.Organisation;
import jp.madoguchi.programme.Call;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import org.springframework.stereotype.Component;

/** The calls of all governments as they stand now. */
@Component
class CallBoard {

    private final Programmes programmes;
    private final CallWindows windows;
    private final Organisation organisation;
    private final BusinessClock clock;

    CallBoard(Programmes programmes, CallWindows windows, Organisation organisation, BusinessClock clock) {
        this.programmes = programmes;
        this.windows = windows;
        this.organisation = organisation;
        this.clock = clock;
    }

    enum State { OPEN, SOON, CLOSED, PLANNED }

    /** @param window null while the call is planned */
    public record Notice(Programme programme, Call call, Government government, CallWindows.Window window, State state) {

        public boolean open() {
            return state == State.OPEN;
        }

        public boolean soon() {
            return state == State.SOON;
        }

        public boolean closed() {
            return state == State.CLOSED;
        }

        public boolean planned() {
            return state == State.PLANNED;
        }

        /** Opened by a decided activation, with its reason (S1-10). */
        public boolean activated() {
            return window != null && window.reason() != null;
        }

        public String href() {
            return "/calls/" + programme.code() + "/" + call.code();
        }

        public String applyHref() {
            return "/apply/" + programme.code() + "/" + call.code();
        }
    }

    /** Everything the public may apply for, the nearest deadline first. */
    List<Notice> ofThePublic() {
        return all(call -> call.audience() == Call.Audience.APPLICANT);
    }

    /** What somebody at an office's desks starts. */
    List<Notice> ofTheOffice(Actor actor) {
        return all(call -> call.isStartedBy(actor)).stream()
                .filter(notice -> DataScope.coversProgramme(notice.government().code(), notice.programme().code())).toList();
    }

    /** @throws NotFoundException when there is no such call for anybody */
    Notice get(String programme, String call) {
        Programme found = programmes.get(programme);
        return published(() -> notice(found, found.call(call).filter(c -> c.audience() != Call.Audience.SYSTEM).orElseThrow(() -> new NotFoundException("call " + call))));
    }

    List<Government> governments() {
        return published(organisation::governments);
    }

    LocalDateTime now() {
        return clock.nowJst();
    }

    static boolean matches(Notice notice, String government, String text) {
        String sought = SearchKeys.of(text);
        return (government.isEmpty() || notice.government().code().equals(government))
                && (sought.isEmpty() || SearchKeys.of(String.join(" ", notice.call().name(), notice.programme().name(),
                        notice.government().name(), String.valueOf(notice.call().summary()), String.valueOf(notice.call().nameEn()),
                        String.valueOf(notice.programme().nameEn()))).contains(sought));
    }

    private List<Notice> all(Predicate<Call> which) {
        return published(() -> programmes.all().stream()
                .flatMap(programme -> programme.calls().stream().filter(which)
                        .map(call -> notice(programme, call)))
                .sorted(Comparator.comparing((Notice n) -> n.window() == null ? LocalDateTime.MAX : n.open() ? n.window().closes() : n.window().opens())
                        .thenComparing(n -> n.programme().code()))
                .toList());
    }

    private Notice notice(Programme programme, Call call) {
        Government government = organisation.government(programme.government());
        if (call.planned()) {
            return new Notice(programme, call, government, null, State.PLANNED);
        }
        CallWindows.Window window = windows.of(programme, call);
        LocalDateTime now = clock.nowJst();
        return new Notice(programme, call, government, window, window.isOpenAt(now) ? State.OPEN
                : now.isBefore(window.opens()) ? State.SOON : State.CLOSED);
    }

    /** Calls and their windows are published to everybody, signed in or not, so they are read under every scope. */
    private static <T> T published(java.util.function.Supplier<T> reading) {
        return DataScope.within(DataScope.EVERYTHING, reading);
    }
}
