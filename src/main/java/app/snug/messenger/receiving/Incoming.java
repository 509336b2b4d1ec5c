/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import app.snug.protocol.identity.AccountId;
import app.snug.protocol.message.Content;
import app.snug.protocol.message.DirectMessage.Opened;
import app.snug.protocol.message.Disappearing;
import app.snug.protocol.message.MessageName;
import app.snug.protocol.message.SenderProfile;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A message from the swarm by what it is to us ({@code protocol/01} §4.4, §4.5). */
sealed interface Incoming {

    /** Somebody shares something with us. */
    record Received(MessageName name, Content.Shared content) implements Incoming {

        AccountId sender() {
            return name.author();
        }
    }

    /** What we shared from another device, or from here. */
    record OwnCopy(AccountId peer, MessageName name, Content.Shared content) implements Incoming {}

    /** Somebody accepts our message request. */
    record Accepted(MessageName name, Optional<SenderProfile> profile) implements Incoming {}

    /** Somebody saved a file of ours. */
    record Saved(MessageName name, Optional<Disappearing> disappearing) implements Incoming {}

    /** A message is to be forgotten. */
    record Unsend(MessageName name, MessageName target) implements Incoming {}

    /** Somebody has read messages of ours. */
    record Receipt(AccountId reader, List<Instant> sentAt) implements Incoming {

        public Receipt {
            sentAt = List.copyOf(sentAt);
        }
    }

    /** Somebody writes, or has stopped. */
    record Typing(MessageName name, boolean started) implements Incoming {}

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
            case Content.Visible text when text.body().isBlank() && text.attachments().isEmpty() ->
                    new PassedOver("empty message");
            case Content.Visible text -> shared(opened, text, self);
            case Content.Invitation invitation -> shared(opened, invitation, self);
            case Content.Reaction reaction -> shared(opened, reaction, self);
            case Content.TimerChange change -> shared(opened, change, self);
            case Content.ReadReceipt(List<Instant> sentAt) when !opened.sender().equals(self) ->
                    new Receipt(opened.sender(), sentAt);
            case Content.ReadReceipt r -> new PassedOver("copy of a receipt");
            case Content.Typing(boolean started) when !opened.sender().equals(self) ->
                    new Typing(name(opened), started);
            case Content.Typing t -> new PassedOver("copy of typing");
            case Content.MediaSaved m when opened.sender().equals(self) ->
                    new PassedOver("data extraction");
            case Content.MediaSaved(var sentAt, var timer) -> new Saved(name(opened), timer);
            case Content.Unsend(MessageName target) -> new Unsend(name(opened), target);
            case Content.Approval a when opened.sender().equals(self) ->
                    new PassedOver("message request response");
            case Content.Approval(var profile) -> new Accepted(name(opened), profile);
        };
    }

    private static MessageName name(Opened opened) {
        return new MessageName(opened.sender(), opened.sentAt());
    }

    private static Incoming shared(Opened opened, Content.Shared content, AccountId self) {
        MessageName name = name(opened);
        if (!opened.sender().equals(self)) {
            return content.syncTarget().isPresent()
                    ? new Unreadable("a copy by somebody else")
                    : new Received(name, content);
        }
        AccountId peer = content.syncTarget().orElse(self);
        return peer.isUser()
                ? new OwnCopy(peer, name, content)
                : new PassedOver("copy for a group");
    }

    /** By time, so that ids follow it where times are equal. */
    default Instant order() {
        return switch (this) {
            case Received(MessageName name, var content) -> name.sentAt();
            case OwnCopy(var peer, MessageName name, var content) -> name.sentAt();
            case Accepted(MessageName name, var profile) -> name.sentAt();
            case Saved(MessageName name, var timer) -> name.sentAt();
            case Unsend(MessageName name, var target) -> name.sentAt();
            case Typing(MessageName name, var started) -> name.sentAt();
            // Of what is known by then.
            case Receipt r -> Instant.MAX;
            case PassedOver p -> Instant.EPOCH;
            case Unreadable u -> Instant.EPOCH;
        };
    }
}
