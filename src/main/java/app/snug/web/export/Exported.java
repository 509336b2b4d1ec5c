/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.export;

import app.snug.messenger.History.Told;
import app.snug.messenger.Message;
import app.snug.messenger.Reactions.Reaction;
import app.snug.protocol.identity.AccountId;
import app.snug.web.page.Names;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A conversation that becomes a file.
 *
 * @param account the owner's Account ID
 * @param self the owner's name
 * @param peer the other's Account ID
 * @param name what the other is called
 * @param plain what was written, as people read it
 */
record Exported(
        String account,
        String self,
        String peer,
        String name,
        UnaryOperator<String> plain,
        Instant at) {

    /** What is to vanish is not kept in a file. */
    static boolean stays(Message message) {
        return message.extras().timer().isEmpty() || message.kind() == Message.Kind.TIMER;
    }

    /** Code points of an emoji; others' programs may send what is none. */
    private static final int LONGEST_EMOJI = 12;

    /** Those that can be shown. */
    static List<Reaction> reactions(Told told) {
        return told.reactions().stream()
                .map(reaction ->
                        new Reaction(Names.plain(reaction.emoji(), LONGEST_EMOJI), reaction.by()))
                .filter(reaction -> !reaction.emoji().isEmpty())
                .toList();
    }

    String author(Message message) {
        return message.outgoing() ? self : name;
    }

    String person(AccountId id) {
        return id.hex().equals(account) ? self : id.hex().equals(peer) ? name : Names.shortened(id);
    }
}
