/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import app.snug.crypto.Ed25519PublicKey;

/** How one onion request over one path ended ({@code protocol/02} §6.1). */
sealed interface Outcome {

    /** The destination's answer, whatever it says. */
    record Answered(int status, byte[] body) implements Outcome {}

    /** A hop does not know the next node, or has no way to it. */
    record UnknownNode(Ed25519PublicKey node) implements Outcome {}

    /** A hop, or the destination, says that it is not ready. */
    record NotReady(Ed25519PublicKey node) implements Outcome {}

    /** Some hop has too much to do at the moment; another path may be free. */
    record Congested() implements Outcome {}

    /** The guard was not reached, or does not work for anyone now. */
    record GuardFailed(String why) implements Outcome {}

    /** Path or destination failed; the answer does not tell which. */
    record Unclear(String why) implements Outcome {}

    /** The request itself is said to be wrong. */
    record Refused(int status) implements Outcome {}
}
