package jp.madoguchi.site.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/** What nobody else answered is a fault of ours: logged whole, told without a word of what is inside. */
@Component
class ApiCrash implements HandlerExceptionResolver, Ordered {

    private static final Logger LOG = LoggerFactory.getLogger(ApiCrash.class);

    private final Problems problems;

    ApiCrash(Problems problems) {
        this.problems = problems;
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public ModelAndView resolveException(HttpServletRequest request, HttpServletResponse response, Object handler, Exception e) {
        if (!Problems.concerns(request) || response.isCommitted()) {
            return null;
        }
        LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), e);
        try {
            problems.write(Problems.of(HttpStatus.INTERNAL_SERVER_ERROR, "fault",
                    "システムの不具合で処理できませんでした。時間をおいて同じ内容を送り直してください。",
                    "Something failed on our side. Send the same again later."), request, response);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
        return new ModelAndView();
    }
}
