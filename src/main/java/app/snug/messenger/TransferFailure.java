/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

/** Why a file was not carried, as far as a person can act on it. */
public enum TransferFailure {
    /** The file server does not have it, or no longer: trying again is useless. */
    EXPIRED(false),
    /** The file server does not answer; messages still work. */
    SERVER_AWAY(true),
    /** The file server has no room. */
    SERVER_FULL(true),
    /** There is no way through the network at the moment. */
    NETWORK_AWAY(true),
    /** The network names no file server, or the file lies at one whose key is not known. */
    NO_SERVER(false),
    TOO_LARGE(false),
    /** What came is not what was sent. */
    DAMAGED(false),
    /** It could not be kept or read on this server. */
    HERE(true),
    /** The file server has not answered for a day or longer: it rests until somebody asks again. */
    GIVEN_UP(false);

    private final boolean passing;

    TransferFailure(boolean passing) {
        this.passing = passing;
    }

    /** Whether it is tried again by itself. */
    public boolean isPassing() {
        return passing;
    }

    /** Whether the file's server is to blame, and not the way to it. */
    public boolean isServers() {
        return this == SERVER_AWAY || this == SERVER_FULL;
    }
}
