package jp.madoguchi.dashboard.web;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import jp.madoguchi.dashboard.Figures;
import jp.madoguchi.dashboard.Period;
import jp.madoguchi.dashboard.ProgrammeFigures;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.programme.Programme;
import org.springframework.context.MessageSource;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/** 進捗と実績: what a manager sees of the programmes of the own government. */
@Controller
@RequestMapping("/dashboard")
class DashboardPages {

    private final Figures figures;
    private final MessageSource messages;

    DashboardPages(Figures figures, MessageSource messages) {
        this.figures = figures;
        this.messages = messages;
    }

    @GetMapping
    String programmes(Actor actor, Locale locale, Model model) {
        List<Programme> programmes = figures.programmes(actor);
        model.addAttribute("programmes", programmes);
        model.addAttribute("headlines", figures.headlines(programmes));
        model.addAttribute("words", new Words(locale));
        return "dashboard/programmes";
    }

    @GetMapping("/{programme}")
    String programme(Actor actor, @PathVariable("programme") String code, @RequestParam(name = "period", required = false) String period,
                     Locale locale, Model model) {
        Programme programme = figures.programme(actor, code);
        ProgrammeFigures all = figures.of(programme, Period.of(period));
        model.addAttribute("programme", programme);
        model.addAttribute("figures", all);
        model.addAttribute("periods", List.of(Period.values()));
        model.addAttribute("placesByProcedure", all.places().stream()
                .collect(Collectors.groupingBy(ProgrammeFigures.Place::procedure, java.util.LinkedHashMap::new, Collectors.toList())));
        model.addAttribute("procedureNames", all.places().stream().map(ProgrammeFigures.Place::procedure).distinct()
                .collect(Collectors.toMap(procedure -> procedure, figures::procedureName)));
        model.addAttribute("pageSize", Figures.PAGE);
        model.addAttribute("outlookDays", Figures.OUTLOOK_DAYS);
        model.addAttribute("words", new Words(locale));
        return "dashboard/programme";
    }

    /** The ageing list from a given case on. @param after day and number of the last case seen: {@code 2024-04-01_GMASK-000001} */
    @GetMapping("/{programme}/ageing")
    String ageing(Actor actor, @PathVariable("programme") String code, @RequestParam(name = "after", defaultValue = "") String after,
                  Locale locale, Model model) {
        Programme programme = figures.programme(actor, code);
        LocalDate day = day(after);
        model.addAttribute("programme", programme);
        model.addAttribute("cases", figures.undecided(programme, day, day == null ? null : after.substring(after.indexOf('_') + 1),
                Figures.PAGE));
        model.addAttribute("first", day == null);
        model.addAttribute("pageSize", Figures.PAGE);
        model.addAttribute("outlookDays", Figures.OUTLOOK_DAYS);
        model.addAttribute("words", new Words(locale));
        return "dashboard/ageing";
    }

    /** The bars of arrivals and decisions. */
    @GetMapping(value = "/{programme}/weeks.json", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseBody
    Map<String, Object> weeks(Actor actor, @PathVariable("programme") String code,
                              @RequestParam(name = "period", required = false) String period, Locale locale) {
        List<ProgrammeFigures.Week> weeks = figures.weeks(figures.programme(actor, code), Period.of(period));
        return Map.of("type", "bar", "unit", word("dashboard.unit.cases", locale),
                "labels", weeks.stream().map(week -> week.from().getMonthValue() + "/" + week.from().getDayOfMonth()).toList(),
                "series", List.of(
                        Map.of("name", word("dashboard.arrived", locale), "data", weeks.stream().map(ProgrammeFigures.Week::arrived).toList()),
                        Map.of("name", word("dashboard.decided", locale), "data", weeks.stream().map(ProgrammeFigures.Week::decided).toList())));
    }

    @GetMapping(value = "/{programme}/{procedure}.bpmn", produces = MediaType.APPLICATION_XML_VALUE)
    @ResponseBody
    byte[] diagram(Actor actor, @PathVariable("programme") String code, @PathVariable("procedure") String procedure) {
        return figures.diagram(figures.programme(actor, code), procedure);
    }

    /** How many cases are at which element of the diagram. */
    @GetMapping(value = "/{programme}/{procedure}/places.json", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseBody
    Map<String, Object> places(Actor actor, @PathVariable("programme") String code, @PathVariable("procedure") String procedure) {
        Map<String, Long> counts = figures.places(figures.programme(actor, code)).stream()
                .filter(place -> place.procedure().equals(procedure) && place.element() != null)
                .collect(Collectors.toMap(ProgrammeFigures.Place::element, ProgrammeFigures.Place::count, Long::sum, TreeMap::new));
        return Map.of("counts", counts, "current", counts.keySet());
    }

    private String word(String key, Locale locale) {
        return messages.getMessage(key, null, locale);
    }

    private static LocalDate day(String after) {
        try {
            return after.indexOf('_') < 0 ? null : LocalDate.parse(after.substring(0, after.indexOf('_')));
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
