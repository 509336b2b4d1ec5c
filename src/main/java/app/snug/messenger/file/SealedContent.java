/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.file;

import app.snug.crypto.DecryptionException;
import app.snug.crypto.Secret;
import app.snug.crypto.XChaCha20Poly1305;
import app.snug.messenger.Content;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A kept file that is being read: unseals the chunks that are asked for. */
final class SealedContent implements Content {

    private static final Logger LOG = LoggerFactory.getLogger(SealedContent.class);

    private final FileChannel channel;
    private final Chunks chunks;
    private final Secret key;

    private SealedContent(FileChannel channel, Chunks chunks, Secret key) {
        this.channel = channel;
        this.chunks = chunks;
        this.key = key;
    }

    /**
     * @param key taken over
     * @throws java.nio.file.NoSuchFileException if there is no such file
     */
    static SealedContent open(Path file, StoredFileId id, Secret key) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            Chunks chunks = new Chunks(read(channel, 0, Chunks.HEAD), id.value());
            if (!chunks.isKnown() || chunks.fileSize() != channel.size()) {
                throw new EOFException("its length is another one");
            }
            return new SealedContent(channel, chunks, key);
        } catch (EOFException e) {
            channel.close();
            throw new DamagedException("A kept file is damaged", e);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public long size() {
        return chunks.size();
    }

    @Override
    public void copy(long from, long length, OutputStream to) throws IOException {
        if (from < 0 || length < 0 || length > size() - from) {
            throw new IndexOutOfBoundsException("Not a part of the file");
        }
        long at = from;
        long end = from + length;
        while (at < end) {
            long number = at / Chunks.PLAIN;
            byte[] plain = chunk(number);
            int start = (int) (at - number * Chunks.PLAIN);
            int count = (int) Math.min(plain.length - start, end - at);
            to.write(plain, start, count);
            Arrays.fill(plain, (byte) 0);
            at += count;
        }
    }

    private byte[] chunk(long number) throws IOException {
        try {
            int length = chunks.length(number) + XChaCha20Poly1305.TAG_SIZE;
            return chunks.open(key, number, read(channel, Chunks.position(number), length));
        } catch (EOFException | DecryptionException e) {
            throw new DamagedException("A kept file is damaged", e);
        }
    }

    private static byte[] read(FileChannel channel, long from, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, from + buffer.position()) < 0) {
                throw new EOFException("it ends early");
            }
        }
        return buffer.array();
    }

    @Override
    public void close() {
        key.close();
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("A file that was read does not close: {}", e.getMessage());
        }
    }
}
