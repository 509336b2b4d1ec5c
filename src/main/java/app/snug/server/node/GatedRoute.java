/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import app.snug.server.http.Exchange;
import app.snug.server.http.Reply;
import app.snug.server.http.Route;
import org.jspecify.annotations.Nullable;

/** A route that some clients are turned away from before anything of theirs is read. */
record GatedRoute(Gate gate, Route inner) implements Route {

    /** Null lets the client of this address in. */
    @FunctionalInterface
    interface Gate {
        @Nullable Reply refusal(String client);
    }

    @Override
    public @Nullable Reply refusal(String client) {
        return gate.refusal(client);
    }

    @Override
    public Reply answer(Exchange exchange) {
        return inner.answer(exchange);
    }
}
