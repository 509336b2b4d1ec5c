/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.attachment;

import app.snug.crypto.Blake2b;
import app.snug.crypto.DecryptionException;
import app.snug.crypto.Secret;
import app.snug.crypto.SecretStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The newer encryption: the key follows from the file and its sender's seed, so that the same file
 * sent twice is the same upload; then a stream of chunks, with zeros before the file ({@code
 * protocol/07} §3.3).
 */
public final class StreamFile {

    public static final int KEY_SIZE = SecretStream.KEY_SIZE;

    private static final byte MARK = 'S';
    private static final byte PADDING_ENDS = 1;
    private static final int CHUNK = 32_768;
    private static final int SEALED_CHUNK = CHUNK + SecretStream.OVERHEAD;
    private static final int HEAD = 1 + SecretStream.HEADER_SIZE;
    private static final int LEAST_ROUNDED = 131_072;
    private static final int PARTS = 5;

    private StreamFile() {}

    /** What a file is for: the same bytes have another key each. */
    public enum Purpose {
        ATTACHMENT("SessionAttachmnt"),
        PROFILE_PICTURE("Session_Prof_Pic");

        private final byte[] personalisation;

        Purpose(String personalisation) {
            this.personalisation = personalisation.getBytes(StandardCharsets.US_ASCII);
        }
    }

    /**
     * @param seed the account's, 32 bytes
     */
    public static SealedFile seal(byte[] plain, Secret seed, Purpose purpose) {
        byte[] seedBytes = seed.copy();
        byte[] hash =
                Blake2b.personal(
                        SecretStream.HEADER_SIZE + KEY_SIZE,
                        seedBytes,
                        purpose.personalisation,
                        plain);
        Arrays.fill(seedBytes, (byte) 0);
        byte[] header = Arrays.copyOf(hash, SecretStream.HEADER_SIZE);
        Secret key = Secret.owning(Arrays.copyOfRange(hash, SecretStream.HEADER_SIZE, hash.length));
        Arrays.fill(hash, (byte) 0);

        int padding = padding(plain.length);
        byte[] padded = new byte[padding + plain.length];
        padded[padding - 1] = PADDING_ENDS;
        System.arraycopy(plain, 0, padded, padding, plain.length);

        byte[] sealed = new byte[sealedSize(padded.length)];
        sealed[0] = MARK;
        System.arraycopy(header, 0, sealed, 1, header.length);
        try (SecretStream stream = new SecretStream(key, header)) {
            for (int from = 0, to = HEAD; from < padded.length; from += CHUNK, to += SEALED_CHUNK) {
                int length = Math.min(CHUNK, padded.length - from);
                boolean last = from + length == padded.length;
                stream.push(padded, from, length, last, sealed, to);
            }
        }
        Arrays.fill(padded, (byte) 0);
        return new SealedFile(sealed, key, new byte[0]);
    }

    public static byte[] open(byte[] sealed, Secret key) throws MalformedAttachmentException {
        if (key.size() != KEY_SIZE) {
            throw new MalformedAttachmentException("The file's key is not one");
        }
        if (sealed.length <= HEAD + SecretStream.OVERHEAD || sealed[0] != MARK) {
            throw new MalformedAttachmentException("The file is not stream encrypted");
        }
        byte[] padded = decrypt(sealed, key);
        int start = 0;
        while (start < padded.length && padded[start] == 0) {
            start++;
        }
        if (start == padded.length || padded[start] != PADDING_ENDS) {
            throw new MalformedAttachmentException("The file's padding is not one");
        }
        return Arrays.copyOfRange(padded, start + 1, padded.length);
    }

    private static byte[] decrypt(byte[] sealed, Secret key) throws MalformedAttachmentException {
        int chunks = Math.ceilDiv(sealed.length - HEAD, SEALED_CHUNK);
        int size = sealed.length - HEAD - chunks * SecretStream.OVERHEAD;
        if (size <= (chunks - 1) * CHUNK) {
            throw new MalformedAttachmentException("The file is cut off");
        }
        byte[] padded = new byte[size];
        byte[] header = Arrays.copyOfRange(sealed, 1, HEAD);
        try (SecretStream stream = new SecretStream(key, header)) {
            for (int from = HEAD, to = 0; from < sealed.length; from += SEALED_CHUNK, to += CHUNK) {
                int length = Math.min(SEALED_CHUNK, sealed.length - from);
                boolean last = from + length == sealed.length;
                if (stream.pull(sealed, from, length, padded, to) != last) {
                    throw new MalformedAttachmentException("The file is cut off or continues");
                }
            }
        } catch (DecryptionException e) {
            throw new MalformedAttachmentException("The file was altered");
        }
        return padded;
    }

    private static int sealedSize(int padded) {
        return HEAD + padded + Math.ceilDiv(padded, CHUNK) * SecretStream.OVERHEAD;
    }

    /** Zeros and the one that ends them: 1 or more bytes, so that few sizes are to be seen. */
    static int padding(int size) {
        int chunks = Math.ceilDiv(size, CHUNK);
        int sealed = size + HEAD + 1 + chunks * SecretStream.OVERHEAD;
        int factor = Integer.highestOneBit(Math.max(sealed, LEAST_ROUNDED)) >> PARTS;
        int padding = Math.ceilDiv(sealed, factor) * factor - sealed + 1;
        int more = padding >= SEALED_CHUNK ? padding / SEALED_CHUNK * SecretStream.OVERHEAD : 0;
        if (padding % SEALED_CHUNK > chunks * CHUNK - size) {
            more += SecretStream.OVERHEAD;
        }
        return padding - more;
    }
}
