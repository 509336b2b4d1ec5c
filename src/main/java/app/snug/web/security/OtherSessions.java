/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.security;

import app.snug.household.Members.Member;
import app.snug.messenger.OwnerId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashSet;
import java.util.Set;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;
import org.springframework.stereotype.Component;

/** Logs a member out everywhere else. */
@Component
public final class OtherSessions {

    private final FindByIndexNameSessionRepository<? extends Session> sessions;
    private final SignIn signIn;
    private final ApplicationEventPublisher events;

    OtherSessions(
            FindByIndexNameSessionRepository<? extends Session> sessions,
            SignIn signIn,
            ApplicationEventPublisher events) {
        this.sessions = sessions;
        this.signIn = signIn;
        this.events = events;
    }

    /**
     * Sessions of a member have ended, and their pages are to find out.
     *
     * @param renewed one whose browser goes on with a new session, and hears of it in a moment
     */
    public record Ended(OwnerId member, String renewed) {}

    /**
     * Ends all sessions but this one, which gets a new cookie: somebody else may have a copy of the
     * old one. To be called before the answer is written; answer with a redirect.
     */
    public void end(Member member, HttpServletRequest request, HttpServletResponse response) {
        String renewed = request.getSession().getId();
        signIn.as(member, request, response);
        Set<String> others =
                new HashSet<>(
                        sessions.findByPrincipalName(member.id().value().toString()).keySet());
        others.remove(request.getSession().getId());
        others.forEach(sessions::deleteById);
        events.publishEvent(new Ended(member.id(), renewed));
    }
}
