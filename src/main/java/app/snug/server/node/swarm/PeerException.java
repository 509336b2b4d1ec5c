/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.swarm;

/** Another node did not answer as it should. */
public final class PeerException extends Exception {

    /** How. */
    public enum Kind {
        /** No connection, or no answer in time. */
        SILENT,
        /** An answer that is not authentic or not understood. */
        GARBAGE,
        /** More requests are under way to that node than we allow, or no memory for its answer. */
        CONGESTED
    }

    private final Kind kind;

    PeerException(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
