/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.http;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request whose body has been read.
 *
 * @param client address of the other side
 * @param target path and query as they came
 * @param room for an answer that is read from elsewhere
 */
public record Exchange(
        String client, String method, String target, byte[] body, Headers headers, Room room) {

    /** Single header values by name, in any case. */
    @FunctionalInterface
    public interface Headers {
        @Nullable String get(String name);
    }

    static Exchange of(HttpServletRequest request, byte[] body, Room room) {
        String query = request.getQueryString();
        return new Exchange(
                request.getRemoteAddr(),
                request.getMethod(),
                request.getRequestURI() + (query == null ? "" : "?" + query),
                body,
                request::getHeader,
                room);
    }
}
