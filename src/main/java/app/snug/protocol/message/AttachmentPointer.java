/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.message;

import app.snug.crypto.Secret;
import java.util.Optional;

/**
 * Where a file lies and what opens it ({@code protocol/01} §3.5). All of it is the sender's word.
 *
 * @param url may be no address at all
 * @param key 64 bytes, or 32 where the file is a stream
 * @param digest SHA-256 of the ciphertext, 32 bytes; none with a stream
 * @param contentType a MIME type
 * @param size of the plain file, in bytes; 0 if unknown
 * @param voice whether it was spoken into a microphone for this message
 * @param width pixels; 0 if unknown
 * @param height pixels; 0 if unknown
 */
public record AttachmentPointer(
        String url,
        Secret key,
        Optional<Bytes> digest,
        Optional<String> contentType,
        Optional<String> fileName,
        Optional<String> caption,
        long size,
        boolean voice,
        int width,
        int height) {

    /** In one message. */
    public static final int MOST = 32;

    /** Characters of a file's name; longer ones are cut. */
    public static final int MAX_NAME = 255;

    /** 32 bytes that are compared by their content. */
    public record Bytes(byte[] value) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Bytes that && java.util.Arrays.equals(value, that.value);
        }

        @Override
        public int hashCode() {
            return java.util.Arrays.hashCode(value);
        }
    }

    /** Without what leads to the file. */
    @Override
    public String toString() {
        return "AttachmentPointer[" + size + " bytes]";
    }
}
