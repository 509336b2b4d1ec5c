/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.conversation;

import app.snug.messenger.Account;
import app.snug.messenger.Accounts.InvalidNameException;
import app.snug.messenger.Change;
import app.snug.messenger.Choices;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Vaults;
import app.snug.messenger.account.AccountConfigs;
import app.snug.messenger.account.DisplayName;
import app.snug.messenger.change.Ledger;
import app.snug.messenger.conversation.ContactTable.Person;
import app.snug.messenger.conversation.Relations.Scope;
import app.snug.messenger.conversation.SettingsTable.Settings;
import app.snug.protocol.config.ContactEdit;
import app.snug.protocol.config.ConversationKey;
import app.snug.protocol.config.Notifications;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.message.Disappearing;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Decisions about conversations, stored in the tables and in the configs at once. */
public final class StoredChoices implements Choices {

    /** The reference's number for a pinned conversation. */
    private static final int PINNED = 1;

    private static final int HIDDEN = -1;

    /** Requests that are declined in one transaction. */
    private static final int MOST_AT_ONCE = 5000;

    private final ConversationTable conversations;
    private final ContactTable contacts;
    private final SettingsTable settings;
    private final Relations relations;
    private final Acceptance acceptance;
    private final TimerNews news;
    private final AccountConfigs configs;
    private final Ledger ledger;
    private final Vaults vaults;
    private final InstantSource networkTime;

    public StoredChoices(
            ConversationTable conversations,
            ContactTable contacts,
            SettingsTable settings,
            Relations relations,
            Acceptance acceptance,
            TimerNews news,
            AccountConfigs configs,
            Ledger ledger,
            Vaults vaults,
            InstantSource networkTime) {
        this.conversations = conversations;
        this.contacts = contacts;
        this.settings = settings;
        this.relations = relations;
        this.acceptance = acceptance;
        this.news = news;
        this.configs = configs;
        this.ledger = ledger;
        this.vaults = vaults;
        this.networkTime = networkTime;
    }

    /** A conversation being changed. */
    private record Subject(
            Account account, Scope in, ConversationId id, AccountId peer, Ledger.Entries entries) {

        boolean isSelf() {
            return peer.equals(in.self());
        }
    }

    private void change(Account account, ConversationId id, Consumer<Subject> work) {
        ledger.change(
                account.ref(),
                entries ->
                        conversations
                                .peer(account.ref(), id)
                                .ifPresent(peer -> {
                                    work.accept(
                                            new Subject(
                                                    account,
                                                    scope(account, entries),
                                                    id,
                                                    peer,
                                                    entries));
                                    entries.add(Change.Kind.CONVERSATION_CHANGED, id);
                                }));
    }

    private Scope scope(Account account, Ledger.Entries entries) {
        return new Scope(
                account.ref(),
                account.id(),
                vaults.of(account.owner()),
                configs.of(account, entries),
                networkTime.instant());
    }

    private void set(Subject subject, UnaryOperator<Settings> change) {
        settings.save(subject.id(), change.apply(settings.find(subject.id())));
    }

    private void contact(
            Subject subject, UnaryOperator<Person> change, Consumer<ContactEdit> edit) {
        if (subject.isSelf()) {
            throw new IllegalArgumentException("One is no contact of oneself");
        }
        relations.change(subject.in(), subject.peer(), change, edit);
    }

    private void prioritise(Subject subject, int priority) {
        set(subject, s -> s.prioritised(priority));
        if (subject.isSelf()) {
            subject.in().configs().profile().edit(p -> p.noteToSelfPriority(priority));
        } else {
            contact(subject, UnaryOperator.identity(), c -> c.pinned(priority));
        }
    }

    @Override
    public void pin(Account account, ConversationId id, boolean pinned) {
        change(account, id, subject -> prioritise(subject, pinned ? PINNED : 0));
    }

    @Override
    public void mute(Account account, ConversationId id, Optional<Instant> until) {
        change(
                account,
                id,
                subject -> {
                    set(subject, s -> s.muted(until));
                    contact(subject, UnaryOperator.identity(), c -> c.mutedUntil(until));
                });
    }

    @Override
    public void notifications(Account account, ConversationId id, Notifications when) {
        change(
                account,
                id,
                subject -> {
                    set(subject, s -> s.notifying(when));
                    contact(subject, UnaryOperator.identity(), c -> c.notifications(when));
                });
    }

    @Override
    public void markUnread(Account account, ConversationId id) {
        change(
                account,
                id,
                subject -> {
                    settings.markUnread(id, true);
                    subject.in()
                            .configs()
                            .markers()
                            .edit(
                                    new ConversationKey.Person(subject.peer()),
                                    subject.in().now(),
                                    marker -> marker.unread(true));
                });
    }

    @Override
    public void nickname(Account account, ConversationId id, String nickname)
            throws InvalidNameException {
        String name = nickname.isBlank() ? "" : DisplayName.chosen(nickname);
        change(
                account,
                id,
                subject -> contact(subject, p -> p.nicknamed(name), c -> c.nickname(name)));
    }

    @Override
    public void approve(Account account, ConversationId id) {
        change(
                account,
                id,
                subject -> {
                    acceptance.tell(account, id, subject.peer(), subject.in(), subject.entries());
                    contact(subject, Person::approvedByUs, c -> c.approved(true));
                });
    }

    @Override
    public void declineAll(Account account) {
        ledger.change(
                account.ref(),
                entries -> {
                    Scope in = scope(account, entries);
                    for (ConversationTable.Row row : requests(account)) {
                        delete(new Subject(account, in, row.id(), row.peer(), entries));
                        entries.add(Change.Kind.CONVERSATION_CHANGED, row.id());
                    }
                });
    }

    private List<ConversationTable.Row> requests(Account account) {
        return conversations.requests(account.ref(), Optional.empty(), MOST_AT_ONCE);
    }

    @Override
    public void block(Account account, ConversationId id, boolean blocked) {
        change(
                account,
                id,
                subject -> {
                    contact(subject, p -> p.blocked(blocked), c -> c.blocked(blocked));
                    relations.removeIfShut(subject.in(), subject.peer());
                });
    }

    @Override
    public void disappearing(Account account, ConversationId id, Optional<Disappearing> when) {
        change(
                account,
                id,
                subject -> {
                    if (when.equals(settings.find(id).disappearing())
                            || !mayVanish(subject, when)) {
                        return;
                    }
                    set(subject, s -> s.vanishing(when));
                    if (subject.isSelf()) {
                        subject.in()
                                .configs()
                                .profile()
                                .edit(p -> p.noteToSelfTimer(when.map(Disappearing::timer)));
                    } else {
                        contact(subject, UnaryOperator.identity(), c -> c.disappearing(when));
                    }
                    news.timerChanged(account, id, subject.peer(), when, subject.entries());
                });
    }

    /** Among people who have accepted each other; notes are not read by anybody else. */
    private boolean mayVanish(Subject subject, Optional<Disappearing> when) {
        if (subject.isSelf()) {
            return when.filter(d -> d.mode() == Disappearing.Mode.AFTER_READING).isEmpty();
        }
        Person person = relations.person(subject.in(), subject.peer());
        return person.approved() && person.approvedMe() && !person.blocked();
    }

    @Override
    public void hide(Account account, ConversationId id) {
        change(account, id, this::hide);
    }

    private void hide(Subject subject) {
        if (!subject.isSelf()) {
            settings.empty(subject.id());
        }
        prioritise(subject, HIDDEN);
    }

    @Override
    public void delete(Account account, ConversationId id) {
        change(account, id, this::delete);
    }

    private void delete(Subject subject) {
        if (subject.isSelf()) {
            settings.empty(subject.id());
            hide(subject);
            return;
        }
        subject.in().configs().contacts().erase(subject.peer());
        subject.in().configs().markers().erase(new ConversationKey.Person(subject.peer()));
        contacts.delete(subject.account().ref(), subject.peer());
        settings.delete(subject.id());
    }
}
