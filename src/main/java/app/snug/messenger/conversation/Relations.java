/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.conversation;

import app.snug.messenger.AccountRef;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Vault;
import app.snug.messenger.account.Configs;
import app.snug.messenger.account.DisplayName;
import app.snug.messenger.conversation.ContactTable.Person;
import app.snug.messenger.conversation.SettingsTable.Settings;
import app.snug.protocol.config.ContactEdit;
import app.snug.protocol.config.ConversationKey;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.message.Picture;
import app.snug.protocol.message.SenderProfile;
import app.snug.protocol.message.SenderProfile.Portrait;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * People and conversations with them, in the tables and in the configs that other devices read:
 * whoever changes one here changes both.
 */
public final class Relations {

    /** Of people whom we have not answered; more of them are known here alone. */
    private static final int MOST_REQUESTS = 200;

    private final ConversationTable conversations;
    private final ContactTable contacts;
    private final SettingsTable settings;

    public Relations(
            ConversationTable conversations, ContactTable contacts, SettingsTable settings) {
        this.conversations = conversations;
        this.contacts = contacts;
        this.settings = settings;
    }

    /**
     * Whose relations are changed, within a transaction.
     *
     * @param now the network's time
     */
    public record Scope(
            AccountRef account, AccountId self, Vault vault, Configs configs, Instant now) {}

    public Person person(Scope in, AccountId peer) {
        return contacts.find(in.account(), in.vault(), peer);
    }

    /** Changes a person here and in the config; one that is new there is added. */
    void change(
            Scope in, AccountId peer, UnaryOperator<Person> change, Consumer<ContactEdit> edit) {
        Person before = person(in, peer);
        Person after = change.apply(before);
        if (!after.equals(before)) {
            save(in, peer, before, after);
        }
        share(in, peer, after, edit);
    }

    void save(Scope in, AccountId peer, Person before, Person after) {
        boolean otherPicture = !after.picture().equals(before.picture());
        contacts.save(in.account(), in.vault(), peer, after, otherPicture);
    }

    private static void share(Scope in, AccountId peer, Person person, Consumer<ContactEdit> edit) {
        boolean isNew = in.configs().contacts().find(peer).isEmpty();
        in.configs()
                .contacts()
                .edit(
                        peer,
                        contact -> {
                            if (isNew) {
                                describe(contact, person);
                                contact.createdAt(Optional.of(in.now()));
                            }
                            edit.accept(contact);
                        });
    }

    private static void describe(ContactEdit contact, Person person) {
        contact.name(person.name().orElse(""))
                .profileUpdatedAt(
                        person.namedAt() > 0
                                ? Optional.of(Instant.ofEpochSecond(person.namedAt()))
                                : Optional.empty())
                .picture(person.picture())
                .nickname(person.nickname().orElse(""))
                .approved(person.approved())
                .approvedMe(person.approvedMe())
                .blocked(person.blocked());
    }

    /** Somebody whom only this device knows so far. */
    void share(Scope in, AccountId peer) {
        if (in.configs().contacts().find(peer).isEmpty()) {
            share(in, peer, person(in, peer), contact -> {});
        }
    }

    /** We wrote to somebody, here. */
    public ConversationId wrote(Scope in, AccountId peer) {
        ConversationId id = wroteElsewhere(in, peer);
        shareThatItIsShown(in, peer);
        return id;
    }

    /**
     * Another device of ours wrote to somebody. That the conversation is shown again is for that
     * device to share, which may have pinned it, too: of two changes of one key only one is left.
     */
    public ConversationId wroteElsewhere(Scope in, AccountId peer) {
        ConversationId id = conversations.open(in.account(), peer, in.now());
        boolean self = peer.equals(in.self());
        if (!self
                && (!person(in, peer).approved() || in.configs().contacts().find(peer).isEmpty())) {
            change(in, peer, Person::approvedByUs, contact -> contact.approved(true));
        }
        show(id);
        return id;
    }

    /**
     * Somebody wrote to us.
     *
     * @return their conversation, which is made if there is none
     */
    public ConversationId heardOf(Scope in, AccountId peer) {
        Optional<ConversationId> known = conversations.idWith(in.account(), peer);
        ConversationId id = known.orElseGet(() -> conversations.open(in.account(), peer, in.now()));
        if (known.isEmpty()) {
            applyMarker(in, id, peer);
        }
        Person person = person(in, peer);
        if (!person.approvedMe()) {
            save(in, peer, person, person.approvedUs());
        }
        boolean shared = in.configs().contacts().find(peer).isPresent();
        if (shared || requests(in) < MOST_REQUESTS) {
            share(
                    in,
                    peer,
                    person.approvedUs(),
                    contact -> {
                        contact.approvedMe(true);
                        if (person.approved()) {
                            contact.approved(true);
                        }
                    });
        }
        show(id);
        shareThatItIsShown(in, peer);
        return id;
    }

    private static long requests(Scope in) {
        return in.configs().contacts().all().stream()
                .filter(contact -> !contact.approved())
                .limit(MOST_REQUESTS)
                .count();
    }

    /**
     * Takes on how somebody wants to be shown, if that is newer than what is known.
     *
     * @return whether something else is shown now
     */
    public boolean meet(Scope in, AccountId peer, SenderProfile profile) {
        Optional<String> name = DisplayName.received(profile.displayName());
        Person known = person(in, peer);
        if (name.isEmpty() || !ContactTable.isNewer(known, profile.updatedAt())) {
            return false;
        }
        Optional<Picture> picture =
                switch (profile.portrait()) {
                    case Portrait.Unchanged() -> known.picture();
                    case Portrait.Removed() -> Optional.empty();
                    case Portrait.Shown(Picture shown) -> Optional.of(shown);
                };
        long seconds = profile.updatedAt().map(Instant::getEpochSecond).orElse(0L);
        Person met = known.shown(name.get(), picture, seconds);
        if (met.equals(known)) {
            return false;
        }
        save(in, peer, known, met);
        if (in.configs().contacts().find(peer).isPresent()) {
            in.configs()
                    .contacts()
                    .edit(
                            peer,
                            contact ->
                                    contact.name(name.get())
                                            .picture(picture)
                                            .profileUpdatedAt(profile.updatedAt()));
        }
        return !known.name().equals(met.name()) || !known.picture().equals(met.picture());
    }

    /** Of somebody who is blocked and was never accepted nothing is left to see. */
    void removeIfShut(Scope in, AccountId peer) {
        Person person = person(in, peer);
        if (person.blocked() && !person.approved()) {
            conversations.idWith(in.account(), peer).ifPresent(settings::delete);
        }
    }

    /** A hidden conversation is shown again. */
    private void show(ConversationId id) {
        Settings present = settings.find(id);
        if (present.priority() < 0) {
            settings.save(id, present.prioritised(0));
        }
    }

    private static void shareThatItIsShown(Scope in, AccountId peer) {
        if (peer.equals(in.self())) {
            if (in.configs().profile().noteToSelfPriority() < 0) {
                in.configs().profile().edit(profile -> profile.noteToSelfPriority(0));
            }
        } else if (in.configs().contacts().find(peer).filter(c -> c.priority() < 0).isPresent()) {
            in.configs().contacts().edit(peer, contact -> contact.pinned(0));
        }
    }

    /**
     * What was read on other devices is read here.
     *
     * @return whether anything changed
     */
    public boolean applyMarker(Scope in, ConversationId id, AccountId peer) {
        return in.configs()
                .markers()
                .find(new ConversationKey.Person(peer))
                .map(marker -> {
                    // What claims the future must not make read what is yet to come.
                    Instant to = marker.lastRead().isAfter(in.now()) ? in.now() : marker.lastRead();
                    boolean moved = settings.readUpTo(id, to);
                    return settings.markUnread(id, marker.unread()) || moved;
                })
                .orElse(false);
    }
}
