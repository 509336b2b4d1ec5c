/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.bencode;

/**
 * What a reader refuses to go beyond.
 *
 * @param bytes size of the whole input
 * @param depth lists and dictionaries within one another, at most 256
 * @param values values of any kind, keys included
 */
public record BencodeLimits(int bytes, int depth, int values) {

    private static final int MAX_DEPTH = 256;

    /** For a message of the network: 20 MB, 128 deep, a million values. */
    public static final BencodeLimits DEFAULT = new BencodeLimits(20_000_000, 128, 1_000_000);

    public BencodeLimits {
        if (bytes < 0 || values < 0 || depth < 0 || depth > MAX_DEPTH) {
            throw new IllegalArgumentException("Bounds are positive, the depth at most 256");
        }
    }
}
