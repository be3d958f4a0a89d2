package jp.madoguchi.site.api;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Collectors;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.multipart.support.MissingServletRequestPartException;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/**
 * Requests to the API that never reach a use case: unreadable, of the wrong type, without what they need. Everything else
 * is left to the resolvers after this one, which answer refusals.
 */
@Component
class ApiFaults implements HandlerExceptionResolver, Ordered {

    private final Problems problems;

    ApiFaults(Problems problems) {
        this.problems = problems;
    }

    /** Before Spring's own resolvers, whose answers have no body. */
    @Override
    public int getOrder() {
        return -1;
    }

    @Override
    public ModelAndView resolveException(HttpServletRequest request, HttpServletResponse response, Object handler, Exception e) {
        ProblemDetail problem = Problems.concerns(request) && !response.isCommitted() ? problem(e) : null;
        if (problem == null) {
            return null;
        }
        try {
            if (e instanceof ErrorResponse answer) {
                answer.getHeaders().forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
            }
            problems.write(problem, request, response);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
        return new ModelAndView();
    }

    private static ProblemDetail problem(Exception e) {
        if (e instanceof BadRequestException bad) {
            return Problems.at(bad.pointer(), HttpStatus.BAD_REQUEST, bad.code(), bad.detail(), bad.detailEn());
        }
        if (e instanceof HttpMessageNotReadableException unreadable) {
            return unreadable(unreadable.getCause());
        }
        if (e instanceof MissingRequestHeaderException missing) {
            return missing.getHeaderName().equals(FilingApi.KEY) ? keyMissing()
                    : Problems.of(HttpStatus.BAD_REQUEST, "header.missing", "ヘッダー " + missing.getHeaderName() + " が必要です。",
                            "The header " + missing.getHeaderName() + " is required.");
        }
        if (e instanceof MissingServletRequestParameterException missing) {
            return Problems.of(HttpStatus.BAD_REQUEST, "parameter.missing", "パラメーター " + missing.getParameterName() + " が必要です。",
                    "The parameter " + missing.getParameterName() + " is required.");
        }
        if (e instanceof MissingServletRequestPartException missing) {
            return Problems.of(HttpStatus.BAD_REQUEST, "part.missing", "ファイルを multipart/form-data の「" + missing.getRequestPartName() + "」で送ってください。",
                    "Send the file as part \"" + missing.getRequestPartName() + "\" of multipart/form-data.");
        }
        if (e instanceof MethodArgumentTypeMismatchException wrong) {
            return Problems.of(HttpStatus.BAD_REQUEST, "parameter.type", "パラメーター " + wrong.getName() + " の値の形が正しくありません。",
                    "The value of parameter " + wrong.getName() + " is not of its type.");
        }
        if (e instanceof BodyTooLargeException) {
            return Problems.of(HttpStatus.PAYLOAD_TOO_LARGE, "request.too-large", "送信内容が大きすぎます。JSON は2MBまでです。",
                    "The body is too large: JSON may have 2 MB.");
        }
        if (e instanceof MultipartException && !(e instanceof MaxUploadSizeExceededException)) {
            return Problems.of(HttpStatus.BAD_REQUEST, "request.multipart", "multipart/form-data として読み取れません。送り直してください。",
                    "The body cannot be read as multipart/form-data.");
        }
        if (e instanceof AuthenticationException) {
            return Problems.unauthenticated();
        }
        if (e instanceof AccessDeniedException) {
            return Problems.forbidden();
        }
        return e instanceof ErrorResponse answer && !(e instanceof NoResourceFoundException)
                ? protocol(HttpStatus.valueOf(answer.getStatusCode().value())) : null;
    }

    static ProblemDetail keyMissing() {
        return Problems.of(HttpStatus.BAD_REQUEST, "idempotency-key.missing",
                "Idempotency-Key ヘッダーが必要です。1つの申込みごとに新しい値（UUIDなど、200文字以内）を決め、同じ申込みを送り直すときは同じ値を送ってください。",
                "The header Idempotency-Key is required: a new value (such as a UUID, at most 200 characters) for each application,"
                        + " the same value when the same application is sent again.");
    }

    private static ProblemDetail protocol(HttpStatus status) {
        return switch (status) {
            case METHOD_NOT_ALLOWED -> Problems.of(status, "request.method", "このアドレスではこのメソッドを使えません。Allow ヘッダーのメソッドを使ってください。",
                    "This address does not take this method. See the Allow header.");
            case UNSUPPORTED_MEDIA_TYPE -> Problems.of(status, "request.media-type",
                    "この形式の送信は受け付けていません。Content-Type を application/json（ファイルは multipart/form-data）にしてください。",
                    "This media type is not taken. Send application/json, files as multipart/form-data.");
            case NOT_ACCEPTABLE -> Problems.of(status, "request.accept", "求められた形式では返せません。Accept に application/json を含めてください。",
                    "No acceptable representation. Let Accept include application/json.");
            default -> Problems.of(status, "request.invalid", "要求を処理できません。APIの説明（/api/openapi）を確認してください。",
                    "The request cannot be processed. See /api/openapi.");
        };
    }

    private static ProblemDetail unreadable(Throwable cause) {
        Throwable syntax = cause instanceof JsonMappingException mapping && mapping.getCause() instanceof StreamReadException inside
                ? inside : cause;
        if (syntax instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            return Problems.at(pointer(mapping), HttpStatus.BAD_REQUEST, "request.type", "JSONの値の型が正しくありません。",
                    "A JSON value is not of its type.");
        }
        if (syntax instanceof JsonProcessingException broken && broken.getLocation() != null) {
            JsonLocation at = broken.getLocation();
            return Problems.of(HttpStatus.BAD_REQUEST, "request.json",
                    "JSONとして読み取れません（%d行%d文字目）。".formatted(at.getLineNr(), at.getColumnNr()),
                    "The body is not JSON (line %d, column %d).".formatted(at.getLineNr(), at.getColumnNr()));
        }
        return Problems.of(HttpStatus.BAD_REQUEST, "request.body", "送信内容（JSON）がありません。", "The JSON body is missing.");
    }

    private static String pointer(JsonMappingException e) {
        return e.getPath().stream().map(step -> step.getFieldName() == null ? String.valueOf(step.getIndex())
                : step.getFieldName().replace("~", "~0").replace("/", "~1")).collect(Collectors.joining("/", "/", ""));
    }
}
