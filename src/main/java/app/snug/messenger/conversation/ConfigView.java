/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.conversation;

import app.snug.messenger.account.Configs;
import app.snug.protocol.config.Contact;
import app.snug.protocol.config.ConversationKey;
import app.snug.protocol.config.ReadMarker;
import app.snug.protocol.identity.AccountId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the configs said at one moment, as far as tables follow them. */
public record ConfigView(
        String name,
        int notePriority,
        Optional<Duration> noteTimer,
        Map<AccountId, Contact> contacts,
        Map<AccountId, ReadMarker> markers) {

    public static ConfigView of(Configs configs) {
        Map<AccountId, Contact> contacts = new HashMap<>();
        configs.contacts().all().forEach(contact -> contacts.put(contact.id(), contact));
        Map<AccountId, ReadMarker> markers = new HashMap<>();
        for (ReadMarker marker : configs.markers().all()) {
            if (marker.conversation() instanceof ConversationKey.Person person) {
                markers.put(person.id(), marker);
            }
        }
        return new ConfigView(
                configs.profile().name(),
                configs.profile().noteToSelfPriority(),
                configs.profile().noteToSelfTimer(),
                contacts,
                markers);
    }
}
