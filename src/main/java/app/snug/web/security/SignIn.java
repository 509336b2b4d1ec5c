/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.security;

import app.snug.household.Members;
import app.snug.household.Members.Member;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.session.SessionAuthenticationStrategy;
import org.springframework.security.web.context.SecurityContextRepository;

/**
 * Gives a browser a new session of a member who has just proven to be one: after set-up, after
 * joining, or by ending the others.
 */
public final class SignIn {

    private final Members members;
    private final SecurityContextRepository sessions;
    private final SessionAuthenticationStrategy freshSession;

    SignIn(
            Members members,
            SecurityContextRepository sessions,
            SessionAuthenticationStrategy freshSession) {
        this.members = members;
        this.sessions = sessions;
        this.freshSession = freshSession;
    }

    /** To be called before the answer is written; answer with a redirect. */
    public void as(Member member, HttpServletRequest request, HttpServletResponse response) {
        SignedInToken token = new SignedInToken(member);
        freshSession.onAuthentication(token, request, response);
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(token);
        SecurityContextHolder.setContext(context);
        sessions.saveContext(context, request, response);
        KnownBrowser.remember(members, member.id(), request, response);
    }
}
