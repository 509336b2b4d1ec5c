/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.security;

import app.snug.household.Members;
import app.snug.messenger.OwnerId;
import app.snug.messenger.Vaults;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.session.FindByIndexNameSessionRepository;

/**
 * Keeps in a session only whose it is, and by which passphrase. With another passphrase it has
 * ended, also for a login that was under way while it was changed. The member is looked up anew for
 * every request, and is not signed in while the vault is locked.
 */
final class MemberSessions implements SecurityContextRepository {

    /** Of signed-in sessions, counted from the last request. */
    static final Duration LIFETIME = Duration.ofDays(30);

    /** Of sessions that hold no more than a message to the next page. */
    static final Duration ANONYMOUS_LIFETIME = Duration.ofHours(1);

    /** By this name Spring Session also finds all sessions of a member. */
    private static final String MEMBER = FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME;

    private static final String LOCK = "lock";

    private static final String LOCKED = MemberSessions.class.getName() + ".locked";

    private final Members members;
    private final Vaults vaults;

    MemberSessions(Members members, Vaults vaults) {
        this.members = members;
        this.vaults = vaults;
    }

    /** Whether the request came with a session whose vault is locked. */
    static boolean isLocked(HttpServletRequest request) {
        return request.getAttribute(LOCKED) != null;
    }

    /** Whether a member's session came with the request, the vault being open or not. */
    static boolean isMembers(HttpSession session) {
        return session.getAttribute(MEMBER) != null;
    }

    @Override
    @SuppressWarnings("deprecation") // The interface still asks for it.
    public SecurityContext loadContext(HttpRequestResponseHolder holder) {
        return load(holder.getRequest());
    }

    @Override
    public void saveContext(
            SecurityContext context, HttpServletRequest request, HttpServletResponse response) {
        if (context.getAuthentication() instanceof SignedInToken token) {
            HttpSession session = request.getSession();
            session.setMaxInactiveInterval((int) LIFETIME.toSeconds());
            session.setAttribute(MEMBER, token.getPrincipal().getName());
            session.setAttribute(LOCK, token.lock());
            return;
        }
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.removeAttribute(MEMBER);
        }
    }

    @Override
    public boolean containsContext(HttpServletRequest request) {
        return load(request).getAuthentication() != null;
    }

    private SecurityContext load(HttpServletRequest request) {
        SecurityContext context = new SecurityContextImpl();
        HttpSession session = request.getSession(false);
        if (session == null || !(session.getAttribute(MEMBER) instanceof String name)) {
            return context;
        }
        Optional<Members.Member> member = members.find(new OwnerId(UUID.fromString(name)));
        if (member.isEmpty()
                || session.getAttribute(LOCK) instanceof String lock
                        && !lock.equals(member.get().lock())) {
            return context;
        }
        if (!vaults.isOpen(member.get().id())) {
            request.setAttribute(LOCKED, true);
            return context;
        }
        context.setAuthentication(new SignedInToken(member.get()));
        return context;
    }
}
