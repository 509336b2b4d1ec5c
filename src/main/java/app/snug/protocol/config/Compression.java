/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;

/** One zstd frame at level 1 ({@code protocol/04} §5.1). */
public final class Compression {

    private static final int LEVEL = 1;

    private Compression() {}

    public static byte[] compress(byte[] plain) {
        return Zstd.compress(plain, LEVEL);
    }

    /**
     * @param most bytes that may come of it
     * @throws MalformedConfigException if it is no frame that says its size, or one of more bytes
     */
    public static byte[] expand(byte[] frame, int most) throws MalformedConfigException {
        long size = frame.length == 0 ? 0 : Zstd.getFrameContentSize(frame);
        if (size <= 0 || size > most) {
            throw new MalformedConfigException("compressed message of no known or allowed size");
        }
        try {
            byte[] plain = new byte[(int) size];
            if (Zstd.decompress(plain, frame) != size) {
                throw new MalformedConfigException("compressed message of another size");
            }
            return plain;
        } catch (ZstdException e) {
            throw new MalformedConfigException("compressed message is damaged");
        }
    }
}
