/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.membership;

/** Where a node learns of the others. Never blocks. */
@FunctionalInterface
public interface Membership {

    NetworkMap current();
}
