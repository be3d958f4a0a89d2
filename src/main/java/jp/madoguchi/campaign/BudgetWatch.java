package jp.madoguchi.campaign;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseEvent;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.workflow.Procedures;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * 予算の見守り: a campaign ends with its period, or earlier when its charges can win the whole budget (予算がなくなり次第終了, S3-86, G13).
 * Every import looks; the manager is asked whether to end it, at most once a day, unless the programme's file lets it end at once.
 */
@Service
@Transactional(propagation = Propagation.MANDATORY)
class BudgetWatch {

    /** The message a case's manager is asked by. */
    private static final String REACHED = "campaign.budget-reached";
    private static final String WAIT = "IntermediateCatchEvent_WindowOver";

    private final Windows windows;
    private final Charges charges;
    private final Programmes programmes;
    private final Cases cases;
    private final Procedures procedures;
    private final BusinessClock clock;
    private final ApplicationEventPublisher events;

    BudgetWatch(Windows windows, Charges charges, Programmes programmes, @Lazy Cases cases, @Lazy Procedures procedures, BusinessClock clock,
                ApplicationEventPublisher events) {
        this.windows = windows;
        this.charges = charges;
        this.programmes = programmes;
        this.cases = cases;
        this.procedures = procedures;
        this.clock = clock;
        this.events = events;
    }

    /** Looks at every window that is open now. */
    void look(Programme programme) {
        LocalDateTime now = clock.nowJst();
        List<Windows.Window> open = windows.all(programme).stream().filter(window -> !now.isBefore(window.opens()) && !window.isOverAt(now))
                .filter(window -> window.number() != null || programme.parameters().containsKey(window.campaign())).toList();
        for (Windows.Window window : open) {
            CampaignTerms terms = terms(programme, window);
            if (terms.decided() && charges.figures(programme, terms, window).winnable() >= terms.allPrizes()) {
                reached(programme, terms, window);
            }
        }
    }

    /** Those the case was started under. */
    CampaignTerms terms(Programme programme, Windows.Window window) {
        return CampaignTerms.of(window.number() == null ? programme : cases.programme(cases.get(window.number())), window.campaign());
    }

    private void reached(Programme programme, CampaignTerms terms, Windows.Window window) {
        windows.reached(window, clock.instant());
        if (window.endedEarly()) {
            return;
        }
        if (terms.automatic()) {
            tellReached(programme, terms, window);
            end(programme, window, clock.nowJst(), Actor.SYSTEM);
        } else if (window.number() != null && !clock.today().equals(window.askedOn())) {
            tellReached(programme, terms, window);
            windows.asked(window, clock.today());
            if (procedures.isWaiting(REACHED, window.number())) {
                procedures.tell(REACHED, window.number());
            }
        } else if (window.reachedAt() == null) {
            tellReached(programme, terms, window);
        }
    }

    private void tellReached(Programme programme, CampaignTerms terms, Windows.Window window) {
        Map<String, String> facts = Map.of("programme", programme.code(), "campaign", terms.periodName(window.period()),
                "budget", "%,d円".formatted(terms.drawBudget()), "prizes", "%,d".formatted(terms.allPrizes()));
        if (window.number() == null) {
            events.publishEvent(CaseEvent.ofInstallation("campaign.budget-reached", programme.government(), Actor.SYSTEM, facts));
        } else {
            cases.tell(window.number(), "campaign.budget-reached", Actor.SYSTEM, facts);
        }
    }

    /**
     * Ends a window at a moment: charges from then on make no lots.
     *
     * @throws RefusedException when that moment has passed, or the window ends before it anyway
     */
    void end(Programme programme, Windows.Window window, LocalDateTime at, Actor actor) {
        LocalDateTime closes = at.truncatedTo(ChronoUnit.SECONDS).equals(at) ? at : at.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        if (closes.isBefore(clock.nowJst()) || !closes.isBefore(window.closes())) {
            throw new RefusedException("campaign.end", "終了は、今から、対象期間の終わり（%s）より前までの時にしてください。"
                    .formatted(window.end()));
        }
        windows.ended(window, closes, actor.name());
        Map<String, String> facts = Map.of("programme", programme.code(), "campaign", terms(programme, window).periodName(window.period()),
                "at", JapaneseDates.dateTime(closes), "planned", window.plannedEnd());
        if (window.number() == null) {
            events.publishEvent(CaseEvent.ofInstallation("campaign.ended-early", programme.government(), actor, facts));
        } else {
            cases.tell(window.number(), "campaign.ended-early", actor, facts);
            procedures.retime(window.number(), WAIT);
        }
    }

    /** With the end of a day. */
    void endWith(CaseNumber number, LocalDate lastDay, Actor actor) {
        Programme programme = locked(number);
        end(programme, windows.of(number).orElseThrow(), lastDay.plusDays(1).atStartOfDay(), actor);
    }

    void endNow(CaseNumber number, Actor actor) {
        Programme programme = locked(number);
        end(programme, windows.of(number).orElseThrow(), clock.nowJst(), actor);
    }

    /** No import counts by an end that is being changed. */
    private Programme locked(CaseNumber number) {
        Programme programme = programmes.get(cases.get(number).programme());
        windows.lock(programme);
        return programme;
    }
}
