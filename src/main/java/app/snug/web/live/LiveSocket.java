/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import app.snug.messenger.Account;
import app.snug.messenger.Accounts;
import app.snug.messenger.Change;
import app.snug.messenger.Changes;
import app.snug.messenger.Changes.Subscription;
import app.snug.messenger.Changes.TooOldException;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Typing;
import app.snug.messenger.VaultLockedException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import tools.jackson.databind.json.JsonMapper;

/**
 * One open page. Its thread fetches what the page has not been sent, sends it and waits; nothing
 * queues up for a slow page, which is cut off after a while and catches up when it comes back.
 */
final class LiveSocket {

    /** The page has to log in again. */
    static final CloseStatus SIGNED_OUT = new CloseStatus(4401, "signed out");

    /** The page's account is not, or no longer, its member's: the page has to be shown anew. */
    static final CloseStatus NO_ACCOUNT = new CloseStatus(4410, "no such account");

    private static final Logger LOG = LoggerFactory.getLogger(LiveSocket.class);
    private static final int BATCH = 100;
    private static final int SILENT_PINGS = 3;

    private final WebSocketSession socket;
    private final Wish wish;
    private final Accounts accounts;
    private final Changes changes;
    private final Typing typing;
    private final InstantSource networkTime;
    private final Newsroom newsroom;
    private final SignedInSessions sessions;
    private final Duration ping;
    private final Semaphore news = new Semaphore(1);
    private volatile int unanswered;
    private volatile boolean closing;
    private volatile boolean gone;

    LiveSocket(
            WebSocketSession socket,
            Wish wish,
            Accounts accounts,
            Changes changes,
            Typing typing,
            InstantSource networkTime,
            Newsroom newsroom,
            SignedInSessions sessions,
            Duration ping) {
        this.socket = socket;
        this.wish = wish;
        this.accounts = accounts;
        this.changes = changes;
        this.typing = typing;
        this.networkTime = networkTime;
        this.newsroom = newsroom;
        this.sessions = sessions;
        this.ping = ping;
    }

    Wish wish() {
        return wish;
    }

    /** There may be something new, or a reason to end. */
    void wake() {
        // One permit is enough: a turn fetches everything.
        news.drainPermits();
        news.release();
    }

    void answered() {
        unanswered = 0;
    }

    void end() {
        closing = true;
        wake();
    }

    private void leave() {
        gone = true;
        wake();
    }

    /** Returns when the page is gone or must go. */
    void run() {
        try {
            Optional<Account> account = accounts.find(wish.member().owner(), wish.account());
            if (account.isEmpty()) {
                close(NO_ACCOUNT);
                return;
            }
            try (Subscription subscription =
                            changes.subscribe(account.get(), unused -> wake(), this::leave);
                    Subscription words = typing.follow(account.get(), this::wake)) {
                follow(account.get());
            }
        } catch (VaultLockedException e) {
            close(SIGNED_OUT);
        } catch (IOException | IllegalStateException e) {
            LOG.debug("A page is gone: {}", e.toString());
            close(CloseStatus.SESSION_NOT_RELIABLE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close(CloseStatus.GOING_AWAY);
        } catch (RuntimeException e) {
            LOG.warn("Live updates of a page ended", e);
            close(CloseStatus.SERVER_ERROR);
        }
    }

    private void follow(Account account) throws IOException, InterruptedException {
        long sent = wish.after();
        Optional<Instant> writing = Optional.empty();
        while (socket.isOpen()) {
            boolean woken = news.tryAcquire(ping.toMillis(), TimeUnit.MILLISECONDS);
            if (closing) {
                close(CloseStatus.GOING_AWAY);
                return;
            }
            if (!sessions.signedIn(wish.session(), wish.member().owner())) {
                close(SIGNED_OUT);
                return;
            }
            if (gone) {
                close(NO_ACCOUNT);
                return;
            }
            if (woken) {
                sent = catchUp(account, sent);
                writing = sayWhoWrites(account, writing);
            } else {
                askForLife();
            }
        }
    }

    private long catchUp(Account account, long from) throws IOException {
        long sent = from;
        try {
            List<Change> missed;
            while (!(missed = changes.after(account, sent, BATCH)).isEmpty()) {
                News next = newsroom.of(account, missed, wish.open(), wish.reader());
                send(next);
                sent = next.upto();
            }
        } catch (TooOldException e) {
            send(News.everythingAnew());
            sent = changes.newest(account);
        }
        return sent;
    }

    private Optional<Instant> sayWhoWrites(Account account, Optional<Instant> said)
            throws IOException {
        if (wish.open() == 0) {
            return said;
        }
        Optional<Instant> until = typing.writingUntil(account, new ConversationId(wish.open()));
        if (!until.equals(said)) {
            send(
                    News.writing(
                            until.map(at -> Duration.between(networkTime.instant(), at).toMillis())
                                    .orElse(-1L)));
        }
        return until;
    }

    private void send(News next) throws IOException {
        // By way of UTF-8, since half a surrogate pair would end the connection.
        byte[] json = JsonMapper.shared().writeValueAsString(next).getBytes(UTF_8);
        socket.sendMessage(new TextMessage(json));
    }

    private void askForLife() throws IOException {
        if (unanswered >= SILENT_PINGS) {
            close(CloseStatus.SESSION_NOT_RELIABLE);
            return;
        }
        unanswered = unanswered + 1;
        socket.sendMessage(new PingMessage());
    }

    private void close(CloseStatus why) {
        try {
            socket.close(why);
        } catch (IOException e) {
            LOG.debug("Closing failed: {}", e.toString());
        }
    }
}
