/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.http;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The only servlet: finds the route, reads a bounded body, writes the reply. */
final class Routes extends HttpServlet {

    private static final Logger LOG = LoggerFactory.getLogger(Routes.class);

    private final transient Map<String, Route> routes;
    private final transient BodyReader bodies;
    private volatile boolean ended;

    /**
     * @param routes by method and path, such as {@code POST /storage_rpc/v1}
     */
    Routes(Map<String, Route> routes, BodyReader bodies) {
        this.routes = Map.copyOf(routes);
        this.bodies = bodies;
    }

    /** What is still being answered may fail from now on, since its means are taken away. */
    void end() {
        ended = true;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String wanted = request.getMethod() + " " + request.getRequestURI();
        Route route = routes.getOrDefault(wanted, routes.get(Route.ANY_OTHER));
        if (route == null) {
            refuse(request, response, notFound(request));
            return;
        }
        Reply refusal = route.refusal(request.getRemoteAddr());
        if (refusal != null) {
            refuse(request, response, refusal);
            return;
        }
        Reply reply;
        try (BodyReader.Body body = bodies.read(request)) {
            reply = route.answer(Exchange.of(request, body.bytes()));
        } catch (BodyReader.RefusedException e) {
            response.setHeader("Connection", "close");
            refuse(request, response, e.reply());
            return;
        } catch (RuntimeException e) {
            reply = failed(request, e);
        }
        send(response, reply);
    }

    /** Told at once, without the rest of the request. */
    private static void refuse(
            HttpServletRequest request, HttpServletResponse response, Reply reply)
            throws IOException {
        send(response, reply);
        response.flushBuffer();
        request.setAttribute(RestValve.REFUSED, true);
    }

    private Reply failed(HttpServletRequest request, RuntimeException e) {
        if (ended) {
            LOG.info("A request to {} was not answered: closing", request.getRequestURI());
            return Reply.text(503, "Service Unavailable\n");
        }
        LOG.error("A request to {} failed", request.getRequestURI(), e);
        return Reply.text(500, "Internal Server Error\n");
    }

    private static Reply notFound(HttpServletRequest request) {
        String method = request.getMethod().toLowerCase(Locale.ROOT);
        return Reply.text(404, method + " " + request.getRequestURI() + " Not Found");
    }

    private static void send(HttpServletResponse response, Reply reply) throws IOException {
        response.setStatus(reply.status());
        response.setContentType(reply.contentType());
        reply.headers().forEach(response::setHeader);
        response.setContentLength(reply.body().length);
        response.getOutputStream().write(reply.body());
    }
}
