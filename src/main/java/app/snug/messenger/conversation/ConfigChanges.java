/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.conversation;

import app.snug.messenger.Change;
import app.snug.messenger.ConversationId;
import app.snug.messenger.account.DisplayName;
import app.snug.messenger.change.Ledger;
import app.snug.messenger.conversation.ContactTable.Person;
import app.snug.messenger.conversation.Relations.Scope;
import app.snug.messenger.conversation.SettingsTable.Settings;
import app.snug.protocol.config.Contact;
import app.snug.protocol.config.Notifications;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.message.Disappearing;
import java.time.Instant;
import java.util.Optional;

/**
 * Brings the tables to what a merge has made of the configs ({@code protocol/04} §9.1). Never edits
 * a config, or devices would answer each other for ever.
 */
public final class ConfigChanges {

    private final ConversationTable conversations;
    private final ContactTable contacts;
    private final SettingsTable settings;
    private final Relations relations;
    private final Timers timers;

    public ConfigChanges(
            ConversationTable conversations,
            ContactTable contacts,
            SettingsTable settings,
            Relations relations,
            Timers timers) {
        this.conversations = conversations;
        this.contacts = contacts;
        this.settings = settings;
        this.relations = relations;
        this.timers = timers;
    }

    /** Follows what differs. */
    public void apply(Scope in, ConfigView before, ConfigView after, Ledger.Entries entries) {
        if (before.notePriority() != after.notePriority()
                || !before.noteTimer().equals(after.noteTimer())) {
            noteToSelf(in, after, entries);
        }
        after.contacts()
                .forEach((peer, contact) -> {
                    if (!peer.equals(in.self()) && !contact.equals(before.contacts().get(peer))) {
                        person(
                                in,
                                Optional.ofNullable(before.contacts().get(peer)),
                                contact,
                                entries);
                    }
                });
        before.contacts().keySet().stream()
                .filter(peer -> !peer.equals(in.self()) && !after.contacts().containsKey(peer))
                .forEach(peer -> delete(in, peer, entries));
        after.markers()
                .forEach((peer, marker) -> {
                    if (!marker.equals(before.markers().get(peer))) {
                        read(in, peer, entries);
                    }
                });
    }

    private void noteToSelf(Scope in, ConfigView view, Ledger.Entries entries) {
        Optional<ConversationId> id = conversations.idWith(in.account(), in.self());
        if (id.isEmpty() && view.notePriority() > 0) {
            id = Optional.of(conversations.open(in.account(), in.self(), in.now()));
        }
        id.ifPresent(note -> {
            // Apps hide it from the start; that is no reason to delete what was written here.
            settings.save(
                    note,
                    new Settings(
                            view.notePriority(),
                            Notifications.DEFAULT,
                            Optional.empty(),
                            view.noteTimer()
                                    .map(timer ->
                                            new Disappearing(
                                                    Disappearing.Mode.AFTER_SENDING, timer))));
            entries.add(Change.Kind.CONVERSATION_CHANGED, note);
        });
    }

    /**
     * @param before as the configs had the contact; empty if it is new
     */
    private void person(
            Scope in, Optional<Contact> before, Contact contact, Ledger.Entries entries) {
        AccountId peer = contact.id();
        Person known = relations.person(in, peer);
        Person person = merged(known, contact);
        if (!person.equals(known)) {
            relations.save(in, peer, known, person);
        }
        Optional<ConversationId> id = conversations.idWith(in.account(), peer);
        if (id.isEmpty() && contact.priority() >= 0 && (!person.blocked() || person.approved())) {
            Instant since = contact.createdAt().filter(in.now()::isAfter).orElse(in.now());
            ConversationId opened = conversations.open(in.account(), peer, since);
            relations.applyMarker(in, opened, peer);
            id = Optional.of(opened);
        }
        if (id.isPresent() && person.blocked() && !person.approved()) {
            relations.removeIfShut(in, peer);
            entries.add(Change.Kind.CONVERSATION_CHANGED, id.get());
            return;
        }
        id.ifPresent(found -> {
            // One that becomes hidden is emptied, as on the device where that was decided.
            if (contact.priority() < 0 && before.filter(c -> c.priority() < 0).isEmpty()) {
                settings.empty(found);
            }
            settings.save(
                    found,
                    new Settings(
                            contact.priority(),
                            contact.notifications(),
                            contact.mutedUntil(),
                            contact.disappearing()));
            entries.add(Change.Kind.CONVERSATION_CHANGED, found);
        });
    }

    /** Approvals are never taken back by an update; of two profiles the newer counts. */
    private static Person merged(Person known, Contact contact) {
        Optional<String> name = DisplayName.received(contact.name());
        boolean take = name.isPresent() && ContactTable.isNewer(known, contact.profileUpdatedAt());
        return new Person(
                take ? name : known.name(),
                take
                        ? contact.profileUpdatedAt().map(Instant::getEpochSecond).orElse(0L)
                        : known.namedAt(),
                take ? contact.picture() : known.picture(),
                DisplayName.received(contact.nickname()),
                known.approved() || contact.approved(),
                known.approvedMe() || contact.approvedMe(),
                contact.blocked());
    }

    private void delete(Scope in, AccountId peer, Ledger.Entries entries) {
        contacts.delete(in.account(), peer);
        conversations
                .idWith(in.account(), peer)
                .ifPresent(id -> {
                    settings.delete(id);
                    entries.add(Change.Kind.CONVERSATION_CHANGED, id);
                });
    }

    private void read(Scope in, AccountId peer, Ledger.Entries entries) {
        conversations
                .idWith(in.account(), peer)
                .ifPresent(id -> {
                    Instant before = settings.lastRead(id);
                    if (relations.applyMarker(in, id, peer)) {
                        timers.read(in.account(), id, before, settings.lastRead(id), entries);
                        entries.add(Change.Kind.CONVERSATION_CHANGED, id);
                    }
                });
    }

    /** Puts into the configs what only this device knows, once they have been read. */
    public void shareWhatIsOnlyHere(Scope in) {
        for (AccountId peer : conversations.peers(in.account())) {
            if (!peer.equals(in.self())) {
                relations.share(in, peer);
            }
        }
    }
}
