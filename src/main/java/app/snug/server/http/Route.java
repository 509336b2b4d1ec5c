/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.http;

import org.jspecify.annotations.Nullable;

/** What answers one method and path. Blocks its own virtual thread as long as it needs. */
@FunctionalInterface
public interface Route {

    /** In the place of method and path: whatever no other route answers. */
    String ANY_OTHER = "*";

    Reply answer(Exchange exchange);

    /**
     * Why a request of this client is not even read; null if it is.
     *
     * @param client address of the other side
     */
    default @Nullable Reply refusal(String client) {
        return null;
    }
}
