/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import app.snug.protocol.identity.AccountId;
import app.snug.protocol.message.Content;
import app.snug.protocol.message.DirectMessage.Opened;
import java.time.Instant;
import java.util.Optional;

/** A message from the swarm by what it is to us ({@code protocol/01} §4.4, §4.5). */
sealed interface Incoming {

    /** Somebody wrote to us. */
    record Received(AccountId sender, Instant sentAt, Content.Text text) implements Incoming {}

    /** What we wrote on another device, or here. */
    record OwnCopy(AccountId peer, Instant sentAt, String body) implements Incoming {}

    /**
     * Understood, and nothing to show.
     *
     * @param kind for logs
     */
    record PassedOver(String kind) implements Incoming {}

    /**
     * Cannot be read.
     *
     * @param why for logs; without content
     */
    record Unreadable(String why) implements Incoming {}

    static Incoming of(Opened opened, AccountId self) {
        return switch (opened.content()) {
            case Content.Unsupported(String kind) -> new PassedOver(kind);
            case Content.Text text when text.body().isBlank() -> new PassedOver("empty text");
            case Content.Text text when opened.sender().equals(self) -> own(opened, text, self);
            case Content.Text text when text.syncTarget().isPresent() ->
                    new Unreadable("a copy by somebody else");
            case Content.Text text -> new Received(opened.sender(), opened.sentAt(), text);
        };
    }

    private static Incoming own(Opened opened, Content.Text text, AccountId self) {
        Optional<AccountId> target = text.syncTarget();
        if (target.isPresent() && !target.get().isUser()) {
            return new PassedOver("copy for a group");
        }
        return new OwnCopy(target.orElse(self), opened.sentAt(), text.body());
    }
}
