/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.storage;

import java.time.Duration;

/** Sizes and times that storage nodes enforce ({@code protocol/02} §7.3). */
public final class StorageLimits {

    /** Of one message, before base64. */
    public static final int MAX_MESSAGE_BYTES = 76_800;

    public static final Duration MIN_TIME_TO_LIVE = Duration.ofSeconds(10);

    /** Where anyone may write. */
    public static final Duration MAX_TIME_TO_LIVE_PUBLIC = Duration.ofDays(14);

    /** Where only the owner writes. */
    public static final Duration MAX_TIME_TO_LIVE_PRIVATE = Duration.ofDays(30);

    /** How far a message's time may lie ahead, and its expiry behind. */
    public static final Duration STORE_TOLERANCE = Duration.ofSeconds(10);

    /** How far a signature's time may be off. */
    public static final Duration SIGNATURE_TOLERANCE = Duration.ofSeconds(60);

    /** As {@link #SIGNATURE_TOLERANCE}, for requests passed on inside a swarm. */
    public static final Duration FORWARDED_SIGNATURE_TOLERANCE = Duration.ofSeconds(70);

    /** Of one answer to {@code retrieve}. */
    public static final int MAX_RETRIEVE_BYTES = 7_800_000;

    /** A negative {@code max_size} −n asks for the n-th part; this one where nothing is asked. */
    public static final int DEFAULT_RETRIEVE_PART = 5;

    /** What a message counts besides hash and base64 of its data. */
    public static final int RETRIEVE_OVERHEAD = 100;

    public static final int MAX_BATCH = 20;

    public static final int MAX_REVOKED_TOKENS = 50;

    /** Of a whole request body. */
    public static final int MAX_REQUEST_BYTES = 10_485_760;

    private StorageLimits() {}
}
