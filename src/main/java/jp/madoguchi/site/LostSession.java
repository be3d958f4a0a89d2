package jp.madoguchi.site;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Somebody sent a form after their session had ended. What they typed comes back on a page from which it can be sent
 * once more after signing in again in another tab. Nothing of it is kept on the server.
 */
class LostSession implements AuthenticationEntryPoint, AccessDeniedHandler {

    static final String PAGE = "/session-ended";
    /** Forms that a person filled in; the API and signing in itself answer in their own way. */
    static final RequestMatcher TYPED = request -> request.getMethod().equals("POST")
            && !request.getRequestURI().startsWith("/api/") && !request.getRequestURI().startsWith("/sign-")
            && !request.getRequestURI().endsWith("/autosave");

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
            throws IOException, ServletException {
        show(request, response);
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException e)
            throws IOException, ServletException {
        if (e instanceof CsrfException) {
            show(request, response);
        } else {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
        }
    }

    private static void show(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException {
        request.setAttribute("resendTo", request.getRequestURI());
        request.getRequestDispatcher(PAGE).forward(request, response);
    }
}
