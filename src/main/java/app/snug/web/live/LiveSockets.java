/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.live;

import app.snug.messenger.Accounts;
import app.snug.messenger.Changes;
import app.snug.messenger.OwnerId;
import app.snug.messenger.Typing;
import app.snug.network.Network;
import app.snug.web.security.OtherSessions;
import app.snug.web.security.SignedIn;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.security.authentication.event.LogoutSuccessEvent;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PongMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.AbstractWebSocketHandler;

/** All open pages. */
@Component
final class LiveSockets extends AbstractWebSocketHandler {

    /** More than anyone has tabs; a script gone wild must not take a thread for each try. */
    private static final int MOST_OF_A_MEMBER = 50;

    private final Accounts accounts;
    private final Changes changes;
    private final Typing typing;
    private final Network network;
    private final Newsroom newsroom;
    private final SignedInSessions sessions;
    private final LivePace pace;
    private final LiveArrivals arrivals;
    private final Map<String, LiveSocket> open = new ConcurrentHashMap<>();

    LiveSockets(
            Accounts accounts,
            Changes changes,
            Typing typing,
            Network network,
            Newsroom newsroom,
            SignedInSessions sessions,
            LivePace pace,
            LiveArrivals arrivals) {
        this.accounts = accounts;
        this.changes = changes;
        this.typing = typing;
        this.network = network;
        this.newsroom = newsroom;
        this.sessions = sessions;
        this.pace = pace;
        this.arrivals = arrivals;
    }

    @Override
    public void afterConnectionEstablished(WebSocketSession session) throws Exception {
        Wish wish = Handshake.wish(session.getAttributes());
        if (of(wish.member().owner()) >= MOST_OF_A_MEMBER) {
            session.close(CloseStatus.SERVICE_OVERLOAD);
            return;
        }
        LiveSocket socket =
                new LiveSocket(
                        session,
                        wish,
                        accounts,
                        changes,
                        typing,
                        network.clock(),
                        newsroom,
                        sessions,
                        pace.ping());
        open.put(session.getId(), socket);
        arrivals.arrived(wish.member().owner());
        Thread.ofVirtual().name("live-" + session.getId()).start(socket::run);
    }

    @Override
    public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
        LiveSocket socket = open.remove(session.getId());
        if (socket != null) {
            socket.end();
        }
    }

    @Override
    protected void handlePongMessage(WebSocketSession session, PongMessage message) {
        LiveSocket socket = open.get(session.getId());
        if (socket != null) {
            socket.answered();
        }
    }

    /** Pages only listen. */
    @Override
    protected void handleTextMessage(WebSocketSession session, TextMessage message)
            throws Exception {
        session.close(CloseStatus.NOT_ACCEPTABLE);
    }

    /** The session is gone by now; the pages that came with it find out. */
    @EventListener
    void loggedOut(LogoutSuccessEvent event) {
        if (event.getAuthentication().getPrincipal() instanceof SignedIn member) {
            open.values().stream()
                    .filter(socket -> socket.wish().member().owner().equals(member.owner()))
                    .forEach(LiveSocket::wake);
        }
    }

    @EventListener
    void ended(OtherSessions.Ended event) {
        open.values().stream()
                .filter(socket -> socket.wish().member().owner().equals(event.member()))
                .filter(socket -> !socket.wish().session().equals(event.renewed()))
                .forEach(LiveSocket::wake);
    }

    @EventListener
    void closing(ContextClosedEvent event) {
        open.values().forEach(LiveSocket::end);
    }

    private long of(OwnerId owner) {
        return open.values().stream()
                .filter(socket -> socket.wish().member().owner().equals(owner))
                .count();
    }
}
