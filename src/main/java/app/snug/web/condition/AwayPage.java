/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.condition;

import app.snug.household.Surroundings;
import app.snug.household.Surroundings.Trouble;
import app.snug.web.page.Assets;
import app.snug.web.page.Look;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.transaction.TransactionException;
import org.springframework.web.filter.OncePerRequestFilter;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.WebContext;
import org.thymeleaf.web.servlet.JakartaServletWebApplication;

/**
 * The answer while the database is away or full. It stands before sessions and logins, which need
 * the database themselves. A page tries itself again; a script that sends a message keeps it and
 * tries again, since the status says that the server is to blame.
 */
final class AwayPage extends OncePerRequestFilter {

    private static final String AGAIN_SECONDS = "5";
    private static final int INSUFFICIENT_STORAGE = 507;

    private final Surroundings around;
    private final ITemplateEngine templates;
    private final Assets assets;

    AwayPage(Surroundings around, ITemplateEngine templates, Assets assets) {
        this.around = around;
        this.templates = templates;
        this.assets = assets;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        return path.startsWith("/assets/") || path.equals("/health") || path.startsWith("/health/");
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (around.troubles().contains(Trouble.DATABASE_AWAY)) {
            answer(request, response);
            return;
        }
        try {
            chain.doFilter(request, response);
        } catch (ServletException | RuntimeException e) {
            if (response.isCommitted() || !isOfTheDatabase(e)) {
                throw e;
            }
            logger.debug("The database did not do its part", e);
            answer(request, response);
        }
    }

    private static boolean isOfTheDatabase(@Nullable Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof DataAccessResourceFailureException
                    || cause instanceof TransientDataAccessException
                    || cause instanceof RecoverableDataAccessException
                    || cause instanceof TransactionException) {
                return true;
            }
        }
        return false;
    }

    private void answer(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Set<Trouble> troubles = around.troubles();
        boolean full =
                troubles.contains(Trouble.DISK_FULL) && !troubles.contains(Trouble.DATABASE_AWAY);
        boolean passing = "true".equals(request.getHeader("HX-Request"));
        // With the headers: what was to be a file is a page now.
        response.reset();
        response.setStatus(
                full ? INSUFFICIENT_STORAGE : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        response.setContentType("text/html;charset=UTF-8");
        response.setHeader(HttpHeaders.RETRY_AFTER, AGAIN_SECONDS);
        if (request.getMethod().equals("GET") && !passing) {
            response.setHeader("Refresh", AGAIN_SECONDS);
        }
        templates.process(
                passing ? "error/passing" : "condition/away",
                new WebContext(
                        JakartaServletWebApplication.buildApplication(request.getServletContext())
                                .buildExchange(request, response),
                        Locale.UK,
                        Map.of(
                                "assets",
                                assets,
                                "look",
                                Look.of(request),
                                "what",
                                full ? "disk" : "database",
                                "again",
                                request.getMethod().equals("GET"))),
                response.getWriter());
    }
}
