/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.http;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request whose body has been read.
 *
 * @param client address of the other side
 */
public record Exchange(String client, byte[] body, Headers headers) {

    /** Single header values by name, in any case. */
    @FunctionalInterface
    public interface Headers {
        @Nullable String get(String name);
    }

    static Exchange of(HttpServletRequest request, byte[] body) {
        return new Exchange(request.getRemoteAddr(), body, request::getHeader);
    }
}
