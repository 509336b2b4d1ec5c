/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One small handler for each kind of message; none of them stores anything outside the tables. */
public final class Handlers {

    private static final Logger LOG = LoggerFactory.getLogger(Handlers.class);

    private final ReceivedHandler received;
    private final OwnCopyHandler ownCopies;
    private final UnsendHandler unsends;
    private final ReceiptHandler receipts;
    private final TypingHandler typing;
    private final AcceptedHandler acceptances;
    private final SavedHandler saved;

    public Handlers(
            ReceivedHandler received,
            OwnCopyHandler ownCopies,
            UnsendHandler unsends,
            ReceiptHandler receipts,
            TypingHandler typing,
            AcceptedHandler acceptances,
            SavedHandler saved) {
        this.received = received;
        this.ownCopies = ownCopies;
        this.unsends = unsends;
        this.receipts = receipts;
        this.typing = typing;
        this.acceptances = acceptances;
        this.saved = saved;
    }

    /** What should follow. */
    List<Action> handle(Arrival arrival, Handling in) {
        return switch (arrival.incoming()) {
            case Incoming.Received message -> received.handle(message, arrival.stored().hash(), in);
            case Incoming.OwnCopy copy -> ownCopies.handle(copy, arrival.stored().hash(), in);
            case Incoming.Unsend unsend -> unsends.handle(unsend, in);
            case Incoming.Receipt receipt -> receipts.handle(receipt, in);
            case Incoming.Typing word -> typing.handle(word, in);
            case Incoming.Accepted answer ->
                    acceptances.handle(answer, arrival.stored().hash(), in);
            case Incoming.Saved notice -> saved.handle(notice, arrival.stored().hash(), in);
            case Incoming.PassedOver(String kind) -> {
                LOG.debug("Account {}: passed over: {}", in.account().ref().value(), kind);
                yield List.of();
            }
            case Incoming.Unreadable(String why) -> {
                LOG.info("Account {}: unreadable: {}", in.account().ref().value(), why);
                yield List.of();
            }
        };
    }
}
