/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web;

import app.snug.messenger.Account;
import app.snug.messenger.Accounts.InvalidNameException;
import app.snug.messenger.Choices;
import app.snug.messenger.Contacts;
import app.snug.messenger.ConversationId;
import app.snug.messenger.ConversationSettings;
import app.snug.messenger.SyncStatus;
import app.snug.protocol.config.Notifications;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.message.Disappearing;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Remembers what was decided and does it, and says what it is told about devices. */
public final class MemoryChoices implements Choices, Contacts, SyncStatus {

    /** Each in a few words. */
    public final List<String> made = new CopyOnWriteArrayList<>();

    public final List<Contact> shutOut = new CopyOnWriteArrayList<>();

    public static final Membership HALL =
            new Membership(
                    Membership.Kind.COMMUNITY,
                    "hall",
                    "http://example.org/hall?public_key=" + "ab".repeat(32),
                    Membership.Place.INSIDE);

    /** Those who were accepted. */
    public final Map<AccountId, String> known = new ConcurrentHashMap<>();

    @Override
    public Optional<String> name(Account account, AccountId peer) {
        return Optional.ofNullable(known.get(peer));
    }

    public volatile List<Membership> joined = List.of(HALL);

    private final MemoryMessenger messenger;

    MemoryChoices(MemoryMessenger messenger) {
        this.messenger = messenger;
    }

    public volatile Report report = report(Stage.DONE, 0);

    public static Report report(Stage stage, long unreadableContacts) {
        return new Report(
                stage,
                3,
                4,
                5,
                1,
                1,
                42,
                0,
                List.of(
                        new PartReport(Part.PROFILE, Optional.of(PageHouse.NOW), 0),
                        new PartReport(Part.CONTACTS, Optional.empty(), unreadableContacts)),
                Optional.of(PageHouse.NOW),
                Optional.empty());
    }

    @Override
    public Report of(Account account) {
        return report;
    }

    @Override
    public List<Membership> memberships(Account account) {
        return joined;
    }

    @Override
    public long unreadable(Account account) {
        return report.parts().stream().mapToLong(PartReport::unreadable).sum();
    }

    @Override
    public void pin(Account account, ConversationId id, boolean pinned) {
        made.add("pin " + pinned);
        settle(account, id, s -> settings(s, pinned ? 1 : 0, s.mutedUntil(), s.markedUnread()));
    }

    @Override
    public void mute(Account account, ConversationId id, Optional<Instant> until) {
        made.add("mute " + until.map(Instant::toString).orElse("no"));
        settle(account, id, s -> settings(s, s.priority(), until, s.markedUnread()));
    }

    @Override
    public void notifications(Account account, ConversationId id, Notifications when) {
        made.add("notifications " + when);
    }

    @Override
    public void markUnread(Account account, ConversationId id) {
        made.add("unread");
        settle(account, id, s -> settings(s, s.priority(), s.mutedUntil(), true));
    }

    @Override
    public void nickname(Account account, ConversationId id, String nickname)
            throws InvalidNameException {
        int bytes = nickname.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > 100) {
            throw new InvalidNameException(bytes);
        }
        made.add("nickname " + nickname);
        messenger.name(account, id, nickname);
    }

    @Override
    public void approve(Account account, ConversationId id) {
        made.add("approve");
        settle(account, id, s -> MemoryMessenger.approvals(true, s.approvedMe()));
    }

    @Override
    public void declineAll(Account account) {
        made.add("decline all");
        messenger
                .requests(account, Optional.empty(), Integer.MAX_VALUE)
                .forEach(request -> messenger.leave(account, request.id()));
    }

    @Override
    public List<Contact> blocked(Account account) {
        return Stream.concat(
                        shutOut.stream(),
                        messenger.blocked(account).map(c -> new Contact(c.peer(), c.name())))
                .toList();
    }

    @Override
    public void unblock(Account account, AccountId peer) {
        shutOut.removeIf(contact -> contact.id().equals(peer));
        messenger.with(account, peer).ifPresent(c -> block(account, c.id(), false));
        made.add("unblock");
    }

    @Override
    public void block(Account account, ConversationId id, boolean blocked) {
        made.add("block " + blocked);
        settle(
                account,
                id,
                s ->
                        MemoryMessenger.settings(
                                s.priority(),
                                s.mutedUntil(),
                                s.markedUnread(),
                                s.approved(),
                                s.approvedMe(),
                                blocked));
    }

    @Override
    public void disappearing(Account account, ConversationId id, Optional<Disappearing> when) {
        made.add("disappearing " + when.map(d -> d.mode() + " " + d.timer()).orElse("no"));
    }

    @Override
    public void hide(Account account, ConversationId id) {
        made.add("hide");
        settle(account, id, s -> settings(s, -1, s.mutedUntil(), s.markedUnread()));
    }

    @Override
    public void delete(Account account, ConversationId id) {
        made.add("delete");
        messenger.leave(account, id);
    }

    private void settle(
            Account account, ConversationId id, UnaryOperator<ConversationSettings> change) {
        messenger
                .find(account, id)
                .ifPresent(c -> messenger.decide(account, id, change.apply(c.settings())));
    }

    private static ConversationSettings settings(
            ConversationSettings s, int priority, Optional<Instant> muted, boolean markedUnread) {
        return MemoryMessenger.settings(
                priority, muted, markedUnread, s.approved(), s.approvedMe(), s.blocked());
    }
}
