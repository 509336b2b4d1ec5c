/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.message;

import app.snug.protocol.identity.AccountId;
import java.util.Optional;

/** What a message says, once opened. */
public sealed interface Content {

    /**
     * A text that people see.
     *
     * @param body at most {@link TextLimit#SENDING} code points when sent, {@link
     *     TextLimit#RECEIVING} when received
     * @param syncTarget on a copy for one's own devices: the conversation that it belongs to
     * @param profile how the sender wants to be shown
     */
    record Text(String body, Optional<AccountId> syncTarget, Optional<SenderProfile> profile)
            implements Content {

        /** Without the text. */
        @Override
        public String toString() {
            return "Text[" + TextLimit.length(body) + " characters]";
        }
    }

    /**
     * Well-formed, but of a kind that is not shown here.
     *
     * @param kind a word for logs, such as {@code typing}; never content
     */
    record Unsupported(String kind) implements Content {}
}
