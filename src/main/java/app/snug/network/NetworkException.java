/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

/** A request that the network did not carry out; {@link #reason} decides what people are told. */
public final class NetworkException extends Exception {

    /** What went wrong, as far as a person can act on it. */
    public enum Reason {
        /** No seed answered and no node is known. */
        NO_NODES,
        /** Too few working nodes for a path of three. */
        NO_PATH,
        /** The path worked, the swarm of the account did not answer. */
        SWARM_UNREACHABLE,
        /** The nodes answered that our clock is wrong, twice. */
        CLOCK,
        /** The nodes refused the request; trying again unchanged is useless. */
        REFUSED,
        /** Over the limit of {@code protocol/02} §7.3. */
        TOO_LARGE,
        /** The swarm, or the file server, has no room left. */
        FULL,
        /** The paths worked, the file server or community did not answer. */
        SERVER_UNREACHABLE,
        /** The server does not have it, or no longer. */
        NOT_FOUND
    }

    private final Reason reason;

    public NetworkException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public NetworkException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** Whether the same request may succeed later. */
    public boolean isTransient() {
        return reason != Reason.REFUSED && reason != Reason.TOO_LARGE && reason != Reason.NOT_FOUND;
    }
}
