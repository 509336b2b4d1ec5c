/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

/** What people are told of what was done with their messages. */
public interface Notices {

    /**
     * A file of this message was saved. Its author is told, if it is somebody else and both sides
     * have accepted each other; else nothing happens.
     */
    void saved(Account account, MessageId message);
}
