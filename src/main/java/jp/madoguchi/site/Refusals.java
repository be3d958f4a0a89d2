package jp.madoguchi.site;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import jp.madoguchi.casefile.IncompleteException;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.kernel.RefusedException;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.ui.ModelMap;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/**
 * Turns what a use case refuses into a page that says what to do next, or into problem+json (RFC 9457) for the API.
 * Anything else is a fault of ours and goes the way of Spring Boot's error pages.
 */
@ControllerAdvice
class Refusals {

    private final PageModel pages;

    Refusals(PageModel pages) {
        this.pages = pages;
    }

    @ExceptionHandler({NotFoundException.class, NoResourceFoundException.class})
    Object notFound(HttpServletRequest request, Exception e) {
        return answer(request, HttpStatus.NOT_FOUND, "not-found", "お探しのものは見つかりません。", Map.of());
    }

    @ExceptionHandler
    Object incomplete(HttpServletRequest request, IncompleteException e) {
        List<Map<String, String>> errors = e.problems().stream().map(p -> Map.of("pointer", pointer(p.path()), "code", p.code(),
                "detail", p.messageJa(), "detailEn", p.messageEn())).toList();
        return answer(request, HttpStatus.UNPROCESSABLE_ENTITY, e.refusal().reasonCode(), e.refusal().wording(), Map.of("errors", errors));
    }

    @ExceptionHandler
    Object refused(HttpServletRequest request, RefusedException e) {
        // A file we do not take is bad input; all other refusals come from the state of things.
        HttpStatus status = e.refusal().reasonCode().startsWith("file.") ? HttpStatus.UNPROCESSABLE_ENTITY : HttpStatus.CONFLICT;
        return answer(request, status, e.refusal().reasonCode(), e.refusal().wording(), Map.of());
    }

    @ExceptionHandler
    Object raced(HttpServletRequest request, ConcurrencyFailureException e) {
        return answer(request, HttpStatus.CONFLICT, "raced", "同じ案件をほかの人が同時に操作しました。画面を開き直して、最新の状態を確認してください。", Map.of());
    }

    @ExceptionHandler
    Object tooLarge(HttpServletRequest request, MaxUploadSizeExceededException e) {
        return answer(request, HttpStatus.PAYLOAD_TOO_LARGE, "file.too-large",
                "ファイルが大きすぎます。1つのファイルは10MB、1回の送信は合計100MBまでです。", Map.of());
    }

    private Object answer(HttpServletRequest request, HttpStatus status, String code, String wording, Map<String, ?> more) {
        if (request.getRequestURI().startsWith("/api/")) {
            ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, wording);
            problem.setType(URI.create("urn:madoguchi:problem:" + code));
            problem.setProperty("code", code);
            more.forEach(problem::setProperty);
            return ResponseEntity.status(status).contentType(MediaType.APPLICATION_PROBLEM_JSON).body(problem);
        }
        org.springframework.validation.support.BindingAwareModelMap model = new org.springframework.validation.support.BindingAwareModelMap();
        pages.frame(model, request);
        ModelAndView page = new ModelAndView(status == HttpStatus.NOT_FOUND ? "error/404" : status == HttpStatus.PAYLOAD_TOO_LARGE
                ? "error/413" : "site/refused", (ModelMap) model, status);
        page.addObject("wording", wording);
        return page;
    }

    /** A field path as a JSON pointer (RFC 6901): {@code sites[0].name} is {@code /answers/sites/0/name}. */
    private static String pointer(String path) {
        return "/answers/" + path.replace("].", "/").replace('[', '/').replace("]", "").replace('.', '/');
    }
}
