/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

/** Hears how far a transfer is: at the first node of the path, for the others follow closely. */
@FunctionalInterface
public interface Progress {

    Progress NONE = (done, total) -> {};

    /**
     * Called often, on threads of the network; to return at once. Another path begins at 0 again.
     *
     * @param done bytes that went or came
     * @param total of them in all; -1 if that is not known
     */
    void moved(long done, long total);
}
