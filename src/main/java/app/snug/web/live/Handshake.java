/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.live;

import app.snug.messenger.AccountRef;
import app.snug.web.page.Reader;
import app.snug.web.security.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.security.core.Authentication;
import org.springframework.web.servlet.support.RequestContextUtils;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;

/** Reads from the request what a page asks to be told. */
final class Handshake implements HandshakeInterceptor {

    private static final String WISH = "wish";

    @Override
    public boolean beforeHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            Map<String, Object> attributes) {
        HttpServletRequest asked = ((ServletServerHttpRequest) request).getServletRequest();
        HttpSession session = asked.getSession(false);
        if (session == null
                || !(asked.getUserPrincipal() instanceof Authentication authentication)
                || !(authentication.getPrincipal() instanceof SignedIn member)) {
            response.setStatusCode(HttpStatus.UNAUTHORIZED);
            return false;
        }
        long account = number(asked.getParameter("account"));
        long after = number(asked.getParameter("after"));
        if (account < 0 || after < 0) {
            response.setStatusCode(HttpStatus.BAD_REQUEST);
            return false;
        }
        attributes.put(
                WISH,
                new Wish(
                        member,
                        session.getId(),
                        new AccountRef(account),
                        after,
                        Math.max(0, number(asked.getParameter("open"))),
                        Reader.of(asked, RequestContextUtils.getLocale(asked))));
        return true;
    }

    @Override
    public void afterHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            @Nullable Exception failure) {}

    static Wish wish(Map<String, Object> attributes) {
        return (Wish) java.util.Objects.requireNonNull(attributes.get(WISH));
    }

    private static long number(@Nullable String text) {
        if (text == null || !text.matches("[0-9]{1,18}")) {
            return -1;
        }
        return Long.parseLong(text);
    }
}
