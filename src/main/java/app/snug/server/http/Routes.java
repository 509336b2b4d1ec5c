/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.http;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Locale;
import java.util.Map;
import org.apache.catalina.connector.ClientAbortException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The only servlet: finds the route, reads a bounded body, writes the reply in decent time. */
final class Routes extends HttpServlet {

    private static final Logger LOG = LoggerFactory.getLogger(Routes.class);
    private static final Reply BUSY = Reply.text(503, "Server busy, try again later");

    private final transient Map<String, Route> routes;
    private final transient BodyReader bodies;
    private final transient Pace pace;
    private final transient ExchangeMemory memory;
    private volatile boolean ended;

    /**
     * @param routes by method and path, such as {@code POST /storage_rpc/v1}
     */
    Routes(Map<String, Route> routes, BodyReader bodies, Pace pace, ExchangeMemory memory) {
        this.routes = Map.copyOf(routes);
        this.bodies = bodies;
        this.pace = pace;
        this.memory = memory;
    }

    /** What is still being answered may fail from now on, since its means are taken away. */
    void end() {
        ended = true;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) {
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
        try (ExchangeMemory.Lease lease =
                memory.lease(request.getRemoteAddr(), BodyReader.length(request))) {
            send(request, response, answer(route, request, lease));
        } catch (BodyReader.RefusedException e) {
            response.setHeader("Connection", "close");
            refuse(request, response, e.reply());
        } catch (BusyException e) {
            response.setHeader("Connection", "close");
            refuse(request, response, BUSY);
        }
    }

    /** Told at once, without the rest of the request. */
    private void refuse(HttpServletRequest request, HttpServletResponse response, Reply reply) {
        request.setAttribute(RestValve.REST, RestValve.Rest.READ);
        send(request, response, reply);
    }

    /** When this returns, the answer is all that is kept of the exchange. */
    private Reply answer(Route route, HttpServletRequest request, ExchangeMemory.Lease lease)
            throws BodyReader.RefusedException, BusyException {
        Exchange exchange = Exchange.of(request, bodies.read(request, lease), lease);
        try {
            Reply reply = route.answer(exchange);
            lease.hold(reply.content().held());
            return reply;
        } catch (BusyException e) {
            return BUSY;
        } catch (RuntimeException e) {
            return failed(request, e);
        }
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

    /** Written when this returns, or given up. */
    private void send(HttpServletRequest request, HttpServletResponse response, Reply reply) {
        response.setStatus(reply.status());
        response.setContentType(reply.contentType());
        reply.headers().forEach(response::setHeader);
        response.setContentLengthLong(reply.content().length());
        try {
            reply.content().writeTo(new PacedOutput(response.getOutputStream(), pace));
            response.flushBuffer();
        } catch (IOException e) {
            request.setAttribute(RestValve.REST, RestValve.Rest.CUT);
            if (!(e instanceof ClientAbortException || e instanceof SocketTimeoutException)) {
                LOG.warn("An answer broke off: {}", e.getClass().getSimpleName());
            }
        }
    }
}
