/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.conversation;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Tells whoever carries files that a transaction leaves something to carry, once it has ended. */
final class Bell {

    private volatile Runnable listener = () -> {};

    /**
     * @param listener must return at once
     */
    void hear(Runnable listener) {
        this.listener = listener;
    }

    /** Within a transaction. */
    void ring() {
        TransactionSynchronizationManager.registerSynchronization(
                new TransactionSynchronization() {
                    @Override
                    public void afterCommit() {
                        listener.run();
                    }
                });
    }
}
