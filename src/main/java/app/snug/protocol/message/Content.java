/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.message;

import app.snug.protocol.identity.AccountId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a message says, once opened ({@code protocol/01} §3.3, §3.4). */
public sealed interface Content {

    /** What belongs into a conversation: it has a copy for one's own devices, and may vanish. */
    sealed interface Shared extends Content {

        Context context();

        /** The same with other circumstances. */
        Shared with(Context context);

        default Optional<AccountId> syncTarget() {
            return context().syncTarget();
        }

        default Optional<SenderProfile> profile() {
            return context().profile();
        }

        default Optional<Disappearing> disappearing() {
            return context().disappearing();
        }
    }

    /**
     * What goes with everything that is shared.
     *
     * @param syncTarget on a copy for one's own devices: the conversation that it belongs to
     * @param profile how the sender wants to be shown
     * @param disappearing when it vanishes; empty stays
     */
    record Context(
            Optional<AccountId> syncTarget,
            Optional<SenderProfile> profile,
            Optional<Disappearing> disappearing) {

        public static final Context NONE =
                new Context(Optional.empty(), Optional.empty(), Optional.empty());

        /** From somebody. */
        public static Context of(SenderProfile profile) {
            return new Context(Optional.empty(), Optional.of(profile), Optional.empty());
        }

        /** Of a copy for one's own devices. */
        public static Context copy(AccountId conversation) {
            return new Context(Optional.of(conversation), Optional.empty(), Optional.empty());
        }

        public Context vanishing(Optional<Disappearing> when) {
            return new Context(syncTarget, profile, when);
        }
    }

    /**
     * A message that people see.
     *
     * @param body at most {@link TextLimit#SENDING} code points when sent, {@link
     *     TextLimit#RECEIVING} when received; may be empty where there are attachments
     * @param attachments at most {@link AttachmentPointer#MOST}
     * @param quote the message that it answers
     * @param preview of a link in it
     */
    record Visible(
            String body,
            List<AttachmentPointer> attachments,
            Optional<MessageName> quote,
            Optional<LinkPreview> preview,
            Context context)
            implements Shared {

        public Visible {
            attachments = List.copyOf(attachments);
        }

        /** Nothing but text. */
        public Visible(String body, Context context) {
            this(body, List.of(), Optional.empty(), Optional.empty(), context);
        }

        @Override
        public Visible with(Context other) {
            return new Visible(body, attachments, quote, preview, other);
        }

        /** Without the text. */
        @Override
        public String toString() {
            return "Visible["
                    + TextLimit.length(body)
                    + " characters, "
                    + attachments.size()
                    + " attachments]";
        }
    }

    /**
     * One emoji on a message; people may put several on one.
     *
     * @param removed whether it is taken back
     */
    record Reaction(MessageName target, String emoji, boolean removed, Context context)
            implements Shared {

        /** Bytes; the longest family of emoji has 35. */
        public static final int MAX_EMOJI_BYTES = 64;

        @Override
        public Reaction with(Context other) {
            return new Reaction(target, emoji, removed, other);
        }

        /** Without the emoji. */
        @Override
        public String toString() {
            return removed ? "Reaction[removed]" : "Reaction[]";
        }
    }

    /**
     * Into a community.
     *
     * @param url to join by, with the server's key
     */
    record Invitation(String url, String name, Context context) implements Shared {

        /** Bytes. */
        public static final int MAX_URL_BYTES = 411;

        @Override
        public Invitation with(Context other) {
            return new Invitation(url, name, other);
        }

        /** Without the place. */
        @Override
        public String toString() {
            return "Invitation[]";
        }
    }

    /** From now on the sender's messages vanish as the context says, or stay. */
    record TimerChange(Context context) implements Shared {

        @Override
        public TimerChange with(Context other) {
            return new TimerChange(other);
        }
    }

    /**
     * The messages of these times were read.
     *
     * @param sentAt at most {@link #MOST}
     */
    record ReadReceipt(List<Instant> sentAt) implements Content {

        public static final int MOST = 1_000;

        public ReadReceipt {
            sentAt = List.copyOf(sentAt);
        }
    }

    /** Somebody is writing, or no longer. */
    record Typing(boolean started) implements Content {}

    /**
     * Somebody kept a file of ours.
     *
     * @param sentAt of the message that it came with
     * @param disappearing when the line about it vanishes; empty stays
     */
    record MediaSaved(Optional<Instant> sentAt, Optional<Disappearing> disappearing)
            implements Content {}

    /** A message is to be forgotten. */
    record Unsend(MessageName target) implements Content {}

    /** Somebody accepts our message request. */
    record Approval(Optional<SenderProfile> profile) implements Content {}

    /**
     * Well-formed, but of a kind that is not shown here.
     *
     * @param kind a word for logs, such as {@code call}; never content
     */
    record Unsupported(String kind) implements Content {}
}
