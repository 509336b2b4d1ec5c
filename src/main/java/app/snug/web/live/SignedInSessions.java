/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.live;

import app.snug.household.Members;
import app.snug.messenger.OwnerId;
import app.snug.messenger.Vaults;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.stereotype.Component;

/** Whether the session that an open page came with is still its member's. */
@Component
final class SignedInSessions {

    private final SessionRepository<? extends Session> sessions;
    private final Members members;
    private final Vaults vaults;

    SignedInSessions(
            SessionRepository<? extends Session> sessions, Members members, Vaults vaults) {
        this.sessions = sessions;
        this.members = members;
        this.vaults = vaults;
    }

    boolean signedIn(String session, OwnerId owner) {
        Session found = sessions.findById(session);
        return found != null
                && owner.value()
                        .toString()
                        .equals(
                                found.getAttribute(
                                        FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME))
                && members.find(owner).isPresent()
                && vaults.isOpen(owner);
    }
}
