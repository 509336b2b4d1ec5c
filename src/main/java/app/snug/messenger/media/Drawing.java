/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.media;

import app.snug.messenger.PictureRefusedException;
import app.snug.messenger.PictureRefusedException.Reason;
import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import net.coobird.thumbnailator.Thumbnails;

/** Unpacks pictures whose size was checked, makes them smaller, and packs them. */
final class Drawing {

    /** Of a picture in memory, 96 MB at most: from larger ones every second pixel is taken. */
    private static final long MOST_UNPACKED = 24_000_000;

    private static final float QUALITY = 0.85f;

    private Drawing() {}

    /**
     * @param image every pixel, or some
     * @param width before that
     * @param height before that
     */
    private record Unpacked(BufferedImage image, int width, int height) {}

    /**
     * Upright, and as large as asked or smaller; a picture is never made larger.
     *
     * @param side longest, in pixels
     */
    static BufferedImage draw(FileKind kind, Parsed picture, int side)
            throws PictureRefusedException {
        Unpacked unpacked = unpack(kind, picture, side);
        BufferedImage stored = unpacked.image();
        double scale = Math.min(1, (double) side / Math.max(unpacked.width(), unpacked.height()));
        int width = Math.max(1, (int) Math.round(unpacked.width() * scale));
        int height = Math.max(1, (int) Math.round(unpacked.height() * scale));
        boolean clear = isTransparent(stored);
        int type = clear ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB;
        BufferedImage scaled =
                stored.getWidth() == width && stored.getHeight() == height
                        ? stored
                        : scale(stored, width, height, type);
        Orientation orientation = picture.orientation();
        BufferedImage upright =
                new BufferedImage(
                        orientation.turned() ? height : width,
                        orientation.turned() ? width : height,
                        type);
        Graphics2D canvas = upright.createGraphics();
        canvas.drawImage(scaled, orientation.upright(width, height), null);
        canvas.dispose();
        return upright;
    }

    private static BufferedImage scale(BufferedImage image, int width, int height, int type)
            throws PictureRefusedException {
        try {
            return Thumbnails.of(image).forceSize(width, height).imageType(type).asBufferedImage();
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    /** Broken pictures make decoders throw what they like. */
    private static Unpacked unpack(FileKind kind, Parsed picture, int side)
            throws PictureRefusedException {
        ImageReader reader = reader(kind);
        try (MemoryCacheImageInputStream in =
                new MemoryCacheImageInputStream(new ByteArrayInputStream(picture.still()))) {
            reader.setInput(in, true, true);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            Pixels.require(width, height, Pixels.MOST);
            ImageReadParam how = reader.getDefaultReadParam();
            int step = step(width, height, side);
            how.setSourceSubsampling(step, step, 0, 0);
            return new Unpacked(reader.read(0, how), width, height);
        } catch (IOException e) {
            String said = String.valueOf(e.getMessage());
            if (said.startsWith("Unsupported")) {
                throw new PictureRefusedException(
                        Reason.UNREADABLE, "The picture is of a rare variant", e);
            }
            throw damaged(e);
        } catch (RuntimeException e) {
            throw damaged(e);
        } finally {
            reader.dispose();
        }
    }

    /** Twice as large as needed is enough for a good small one. */
    private static int step(int width, int height, int side) {
        int step = Math.max(1, Math.max(width, height) / (2 * side));
        while ((long) Math.ceilDiv(width, step) * Math.ceilDiv(height, step) > MOST_UNPACKED) {
            step++;
        }
        return step;
    }

    private static PictureRefusedException damaged(Exception cause) {
        return new PictureRefusedException(Reason.DAMAGED, "The picture does not unpack", cause);
    }

    private static ImageReader reader(FileKind kind) {
        if (kind == FileKind.WEBP) {
            return new WebPImageReaderSpi().createReaderInstance(null);
        }
        Iterator<ImageReader> readers = ImageIO.getImageReadersByMIMEType(kind.contentType());
        return readers.next();
    }

    static boolean isTransparent(BufferedImage image) {
        if (!image.getColorModel().hasAlpha()) {
            return false;
        }
        int[] row = new int[image.getWidth()];
        for (int y = 0; y < image.getHeight(); y++) {
            image.getRGB(0, y, row.length, 1, row, 0, row.length);
            for (int pixel : row) {
                if (pixel >>> 24 != 0xff) {
                    return true;
                }
            }
        }
        return false;
    }

    static byte[] png(BufferedImage image) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", new MemoryCacheImageOutputStream(out));
        } catch (IOException e) {
            throw new IllegalStateException("In memory nothing fails", e);
        }
        return out.toByteArray();
    }

    static byte[] jpeg(BufferedImage image) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (MemoryCacheImageOutputStream to = new MemoryCacheImageOutputStream(out)) {
            writer.setOutput(to);
            ImageWriteParam how = writer.getDefaultWriteParam();
            how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            how.setCompressionQuality(QUALITY);
            writer.write(null, new IIOImage(image, null, null), how);
        } catch (IOException e) {
            throw new IllegalStateException("In memory nothing fails", e);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }
}
