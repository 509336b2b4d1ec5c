/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.http;

/**
 * Where the memory for an answer comes from. It is taken before the answer is read, and given back
 * when the answer is written or given up. Counted is what is held while somebody else is waited
 * for; copies that are made on the way are only ever as many as there are processors.
 */
@FunctionalInterface
public interface Room {

    /** For what a server asks for by itself. */
    Room UNCOUNTED = bytes -> {};

    /**
     * Waits for a while if there is too little.
     *
     * @throws BusyException if there still is
     */
    void take(long bytes) throws BusyException;
}
