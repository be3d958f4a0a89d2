package jp.madoguchi.dashboard.web;

import jp.madoguchi.dashboard.Figures;
import jp.madoguchi.dashboard.Period;
import jp.madoguchi.dashboard.ProgrammeFigures;
import jp.madoguchi.kernel.Actor;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The figures of the pages for machines. */
@RestController
class FiguresApi {

    private final Figures figures;

    FiguresApi(Figures figures) {
        this.figures = figures;
    }

    /** @param period {@code fiscal-year}, {@code 90-days} or {@code all} */
    @GetMapping("/api/v1/programmes/{code}/figures")
    ProgrammeFigures figures(Actor actor, @PathVariable("code") String code, @RequestParam(name = "period", required = false) String period) {
        return figures.of(figures.programme(actor, code), Period.of(period));
    }
}
