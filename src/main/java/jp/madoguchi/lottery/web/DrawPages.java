package jp.madoguchi.lottery.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import jp.madoguchi.calendar.SaidDates;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.draw.DrawFolder;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.lottery.Draw;
import jp.madoguchi.lottery.DrawFiles;
import jp.madoguchi.lottery.DrawSteps;
import jp.madoguchi.lottery.Draws;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** What everybody may know of a draw, and when; and the same page for its officers, who see it before (requirements §2.15 steps 2 and 8). */
@Controller
class DrawPages {

    private static final int LONGEST_LOT = 64;
    private static final Pattern DASH = Pattern.compile("[\\u2010-\\u2015\\u2212\\u30FC]");
    /** Public from the announcement on; everything else from the end of the draw on. */
    private static final Set<String> ANNOUNCED = Set.of(DrawFolder.COMMITMENT, DrawFolder.POOL, DrawFolder.GRANTS);

    private final Draws draws;
    private final DrawFiles files;
    private final DrawSteps steps;
    private final Cases cases;
    private final Programmes programmes;

    DrawPages(Draws draws, DrawFiles files, DrawSteps steps, Cases cases, Programmes programmes) {
        this.draws = draws;
        this.files = files;
        this.steps = steps;
        this.cases = cases;
        this.programmes = programmes;
    }

    @GetMapping("/draws")
    String list(Locale language, Model model) {
        List<Draw> all = everywhere(draws::announced);
        model.addAttribute("draws", all);
        model.addAttribute("programmes", programmes);
        model.addAttribute("say", new SaidDates(language));
        return "draw/draws";
    }

    @GetMapping("/draws/{id}")
    String page(@PathVariable String id, @RequestParam(defaultValue = "") String lot, Locale language, Model model) {
        Draw draw = known(id);
        boolean ended = ended(draw);
        return everywhere(() -> {
            describe(draw, ended, lot, language, model);
            model.addAttribute("base", "/draws/" + id);
            model.addAttribute("staff", false);
            model.addAttribute("files", files.of(id).stream().filter(file -> ended || ANNOUNCED.contains(file.name())).toList());
            return "draw/draw";
        });
    }

    @GetMapping("/draws/{id}/files/{name}")
    void file(@PathVariable String id, @PathVariable String name, HttpServletResponse response) throws IOException {
        if (!ended(known(id)) && !ANNOUNCED.contains(name)) {
            throw new NotFoundException("draw " + id + " " + name);
        }
        DataScope.within(DataScope.EVERYTHING, sending(() -> send(id, name, response)));
    }

    @GetMapping("/draws/{id}/files.zip")
    void all(@PathVariable String id, HttpServletResponse response) throws IOException {
        Draw draw = known(id);
        boolean ended = ended(draw);
        DataScope.within(DataScope.EVERYTHING, sending(() -> zip(draw, files.of(id).stream().map(DrawFiles.Info::name)
                .filter(name -> ended || ANNOUNCED.contains(name)).toList(), response)));
    }

    @GetMapping("/cases/{number}/draws")
    String ofCase(@PathVariable String number, @RequestParam(defaultValue = "") String lot, @RequestParam(defaultValue = "") String id, Locale language,
                  Model model) {
        CaseFile file = cases.get(number);
        List<Draw> all = draws.of(file.number());
        Draw draw = all.stream().filter(one -> id.isEmpty() || one.id().equals(id)).reduce((a, b) -> b).orElseThrow(() -> new NotFoundException("draws of " + number));
        describe(draw, draw.drawnAt() != null, lot, language, model);
        model.addAttribute("base", "/cases/" + number + "/draws/" + draw.id());
        model.addAttribute("staff", true);
        model.addAttribute("file", file);
        model.addAttribute("others", all.stream().filter(one -> !one.id().equals(draw.id())).toList());
        model.addAttribute("files", ofTheOffice(draw));
        steps.now(draw.id()).ifPresent(step -> model.addAttribute("step", step));
        return "draw/draw";
    }

    @GetMapping("/cases/{number}/draws/{id}/files/{name}")
    void fileOfCase(@PathVariable String number, @PathVariable String id, @PathVariable String name, HttpServletResponse response) throws IOException {
        Draw draw = ofTheCase(number, id);
        if (ofTheOffice(draw).stream().noneMatch(file -> file.name().equals(name))) {
            throw new NotFoundException("draw " + id + " " + name);
        }
        send(draw.id(), name, response);
    }

    @GetMapping("/cases/{number}/draws/{id}/files.zip")
    void allOfCase(@PathVariable String number, @PathVariable String id, HttpServletResponse response) throws IOException {
        Draw draw = ofTheCase(number, id);
        zip(draw, ofTheOffice(draw).stream().map(DrawFiles.Info::name).toList(), response);
    }

    /** Until a second officer has entered the same numbers, nobody sees those of the first. */
    private List<DrawFiles.Info> ofTheOffice(Draw draw) {
        return files.of(draw.id()).stream().filter(file -> draw.drawnAt() != null || !file.name().equals(DrawFolder.SOURCES)).toList();
    }

    private Draw ofTheCase(String number, String id) {
        CaseFile file = cases.get(number);
        return draws.of(file.number()).stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow(() -> new NotFoundException("draw " + id));
    }

    private void describe(Draw draw, boolean drawn, String lot, Locale language, Model model) {
        Programme programme = programmes.get(draw.programme());
        String sought = sought(draw, lot);
        model.addAttribute("draw", draw);
        model.addAttribute("programme", programme);
        model.addAttribute("commitment", draws.commitment(draw.id()));
        model.addAttribute("say", new SaidDates(language));
        model.addAttribute("lot", sought);
        if (drawn) {
            model.addAttribute("outcome", draws.outcome(draw.id()));
        }
        if (!sought.isEmpty() && sought.length() <= LONGEST_LOT) {
            model.addAttribute("inPool", files.line(draw.id(), DrawFolder.POOL, sought).isPresent());
            model.addAttribute("standings", drawn ? draws.standings(draw.id(), sought) : List.of());
        }
    }

    /** A lot as phones type it, in full width, with another dash or in small letters. */
    private String sought(Draw draw, String typed) {
        String plain = DASH.matcher(Normalizer.normalize(typed, Normalizer.Form.NFKC).strip()).replaceAll("-");
        return Stream.of(plain, plain.toUpperCase(Locale.ROOT)).filter(one -> !one.isEmpty() && one.length() <= LONGEST_LOT)
                .filter(one -> files.line(draw.id(), DrawFolder.POOL, one).isPresent()).findFirst().orElse(plain);
    }

    /** @throws NotFoundException when the public knows no such draw */
    private Draw known(String id) {
        Draw draw = everywhere(() -> draws.get(id));
        if (!draw.isPublic()) {
            throw new NotFoundException("draw " + id);
        }
        return draw;
    }

    /** Before its decision a result is nobody's but the officers'. */
    private static boolean ended(Draw draw) {
        return draw.endedAt() != null;
    }

    private void send(String id, String name, HttpServletResponse response) throws IOException {
        DrawFiles.Info info = files.of(id).stream().filter(file -> file.name().equals(name)).findFirst()
                .orElseThrow(() -> new NotFoundException("draw " + id + " " + name));
        response.setContentType(name.endsWith(".json") ? "application/json" : "text/csv; charset=UTF-8");
        response.setContentLengthLong(info.size());
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"");
        files.copy(id, name, response.getOutputStream());
    }

    /** The same files give the same bytes, whenever they are saved. */
    private void zip(Draw draw, List<String> names, HttpServletResponse response) throws IOException {
        String id = draw.id();
        response.setContentType("application/zip");
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + id + ".zip\"");
        try (ZipOutputStream zip = new ZipOutputStream(response.getOutputStream())) {
            for (String name : names) {
                ZipEntry entry = new ZipEntry(name);
                entry.setTimeLocal(SaidDates.jst(draw.frozenAt()));
                zip.putNextEntry(entry);
                files.copy(id, name, zip);
                zip.closeEntry();
            }
        }
    }

    private static <T> T everywhere(Supplier<T> work) {
        return DataScope.within(DataScope.EVERYTHING, work);
    }

    private interface Sending {
        void send() throws IOException;
    }

    private static Supplier<Void> sending(Sending work) {
        return () -> {
            try {
                work.send();
                return null;
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        };
    }
}
