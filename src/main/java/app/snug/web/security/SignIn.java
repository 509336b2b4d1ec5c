/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.security;

import app.snug.household.Members.Member;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.session.SessionAuthenticationStrategy;
import org.springframework.security.web.context.SecurityContextRepository;

/** Signs a member in who has just proven to be one: after set-up and after joining. */
public final class SignIn {

    private final SecurityContextRepository sessions;
    private final SessionAuthenticationStrategy freshSession;

    SignIn(SecurityContextRepository sessions, SessionAuthenticationStrategy freshSession) {
        this.sessions = sessions;
        this.freshSession = freshSession;
    }

    /** To be called before the answer is written; answer with a redirect. */
    public void as(Member member, HttpServletRequest request, HttpServletResponse response) {
        SignedInToken token = new SignedInToken(SignedIn.as(member));
        freshSession.onAuthentication(token, request, response);
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(token);
        SecurityContextHolder.setContext(context);
        sessions.saveContext(context, request, response);
    }
}
