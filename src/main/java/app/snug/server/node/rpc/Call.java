/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

/** A request understood, ready to be carried out. */
@FunctionalInterface
interface Call {

    /** Checks rights and state, acts, answers. May block. */
    RpcReply run();
}
