/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import app.snug.messenger.conversation.Relations.Scope;
import app.snug.protocol.config.ConfigType;
import app.snug.protocol.config.Contact;
import app.snug.protocol.identity.AccountId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Tells messages of before a conversation was deleted or hidden ({@code protocol/04} §9.6): they
 * must not bring it back. A message counts as of when it was stored, if that is later than when it
 * was written: what waited for its sender's network is new to us.
 */
final class Outdated {

    private static final Duration TOLERANCE = Duration.ofMinutes(2);

    private Outdated() {}

    static boolean isOutdated(Arrival arrival, Scope in) {
        return switch (arrival.incoming()) {
            case Incoming.Received message ->
                    isOutdated(arrival, message.name().sentAt(), message.sender(), in);
            case Incoming.OwnCopy copy ->
                    isOutdated(arrival, copy.name().sentAt(), copy.peer(), in);
            case Incoming.Accepted(var name, var profile) ->
                    isOutdated(arrival, name.sentAt(), name.author(), in);
            case Incoming.Saved(var name, var timer) ->
                    isOutdated(arrival, name.sentAt(), name.author(), in);
            case Incoming.Unsend u -> false;
            case Incoming.Receipt r -> false;
            case Incoming.Typing t -> false;
            case Incoming.PassedOver p -> false;
            case Incoming.Unreadable u -> false;
        };
    }

    private static boolean isOutdated(Arrival arrival, Instant sentAt, AccountId peer, Scope in) {
        boolean self = peer.equals(in.self());
        ConfigType type = self ? ConfigType.USER_PROFILE : ConfigType.CONTACTS;
        Instant stored = arrival.stored().timestamp();
        Instant newest = sentAt.isAfter(stored) ? sentAt : stored;
        if (!newest.isBefore(in.configs().latest(type).minus(TOLERANCE))) {
            return false;
        }
        if (self) {
            return in.configs().profile().noteToSelfPriority() < 0;
        }
        Optional<Contact> contact = in.configs().contacts().find(peer);
        return contact.isEmpty() || contact.get().priority() < 0;
    }
}
