package jp.madoguchi.site.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.CallWindows;
import jp.madoguchi.forms.FormCatalogue;
import jp.madoguchi.forms.FormDefinition;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.org.Organisation;
import jp.madoguchi.programme.Call;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What can be applied for. Programme files, windows and governments are public, so nothing here depends on a data scope. */
@RestController
@RequestMapping(path = "/api/v1/calls")
@Tag(name = "calls", description = "募集 — what can be applied for")
@SecurityRequirements
class CallsApi {

    private final Programmes programmes;
    private final CallWindows windows;
    private final Organisation organisation;
    private final FormCatalogue forms;
    private final BusinessClock clock;

    CallsApi(Programmes programmes, CallWindows windows, Organisation organisation, FormCatalogue forms, BusinessClock clock) {
        this.programmes = programmes;
        this.windows = windows;
        this.organisation = organisation;
        this.forms = forms;
        this.clock = clock;
    }

    record Calls(List<CallView> calls) {}

    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "受付中・受付予定の募集 / open and coming calls of all governments, the nearest closing first")
    Calls calls() {
        return new Calls(programmes.all().stream().flatMap(programme -> programme.calls().stream()
                        .filter(call -> !call.planned() && call.audience() == Call.Audience.APPLICANT)
                        .map(call -> view(programme, call)))
                .filter(view -> view.state() != CallView.State.CLOSED)
                .sorted(Comparator.comparing(CallView::closes).thenComparing(CallView::href)).toList());
    }

    @GetMapping(path = "/{programme}/{call}", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "募集 / one call, open or not; calls for the office itself only to its staff")
    CallView call(@PathVariable String programme, @PathVariable String call, Actor actor) {
        Programme found = programmes.get(programme);
        return view(found, find(found, call, actor));
    }

    @GetMapping(path = "/{programme}/{call}/form", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "様式 / the call's form as Camunda Forms (form-js) schema", responses = @ApiResponse(responseCode = "200",
            content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(type = "object"))))
    ResponseEntity<String> form(@PathVariable String programme, @PathVariable String call, Actor actor) {
        FormDefinition form = forms.get(find(programmes.get(programme), call, actor).form());
        return ResponseEntity.ok().eTag(form.hash()).contentType(MediaType.APPLICATION_JSON).body(form.schema());
    }

    /** @throws NotFoundException also for what is not this person's to see */
    private static Call find(Programme programme, String code, Actor actor) {
        boolean itsStaff = actor != null && actor.isStaff() && DataScope.coversProgramme(programme.government(), programme.code());
        return programme.call(code).filter(call -> !call.planned()).filter(call -> call.audience() == Call.Audience.APPLICANT || itsStaff && call.audience() == Call.Audience.STAFF)
                .orElseThrow(() -> new NotFoundException("call " + code));
    }

    private CallView view(Programme programme, Call call) {
        CallWindows.Window window = windows.of(programme, call);
        LocalDateTime now = clock.nowJst();
        CallView.State state = window.isOpenAt(now) ? CallView.State.OPEN
                : now.isBefore(window.opens()) ? CallView.State.COMING : CallView.State.CLOSED;
        return CallView.of(programme, call, window, state, organisation.government(programme.government()));
    }
}
