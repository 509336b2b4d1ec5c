/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import app.snug.protocol.identity.AccountId;
import java.io.IOException;
import java.util.Optional;

/** Pictures that people show of themselves. */
public interface ProfilePictures {

    /**
     * Shows the middle of a picture from now on. It is here at once; others see it when the file
     * server has it.
     *
     * @throws PictureRefusedException if it cannot be shown
     */
    void choose(Account account, byte[] picture) throws PictureRefusedException, IOException;

    /** Shows none any more. */
    void remove(Account account);

    /** One's own; its version changes with it. Empty if there is none, or it is not here yet. */
    Optional<String> version(Account account);

    /** Why one's own is not at the file server yet. */
    Optional<TransferFailure> trouble(Account account);

    Optional<Content> open(Account account) throws IOException;

    /** Of somebody whom the account knows. */
    Optional<Content> open(Account account, AccountId peer) throws IOException;
}
