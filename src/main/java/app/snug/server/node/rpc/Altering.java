/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

import app.snug.server.node.storage.Alteration;
import app.snug.server.node.storage.Altered;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** What is particular to a method by which an account alters what its swarm keeps. */
interface Altering {

    String method();

    /** What a client is told whose signature is not right. */
    default String unauthorized() {
        return method() + " signature verification failed";
    }

    byte[] signedText();

    /** Of {@link Subaccount}; {@link Subaccount#OWNER} if no member may do it. */
    int rights();

    /**
     * Why it is refused whoever asks; null if it is not.
     *
     * @param tolerance how far clocks may differ
     */
    @Nullable RpcReply refusal(long now, Duration tolerance);

    /** Why it is refused to who has the rights asked for; null if it is not. */
    default @Nullable RpcReply forbidden() {
        return null;
    }

    Alteration alteration(long now);

    /** The fields of a member's result, but for the signature. */
    void write(JsonGenerator to, Altered altered, long now);

    /** What a member signs, without the account in front. */
    byte[] signedResult(Altered altered, long now);

    /** The method's own parameters, as members pass them on. */
    void writeParameters(JsonGenerator to);

    /** The name of a list in the results one of which must have something in it; null if none. */
    default @Nullable String required() {
        return null;
    }
}
