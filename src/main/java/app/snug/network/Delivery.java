/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

/** How a request to one node ended, all paths tried. */
sealed interface Delivery {

    /** The node's answer, whatever it says, and which way it took. */
    record Answered(int status, byte[] body, Path path) implements Delivery {}

    /** No answer of this node; another may do. */
    record Undelivered() implements Delivery {}
}
