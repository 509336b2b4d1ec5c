/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.media;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;

/** Pictures made here, and what cameras and programs put into them. */
final class Samples {

    /** Anywhere in a file it says where somebody lives. */
    static final String SECRET = "51 Quiet Lane";

    private static final byte[] GPS = gps();

    private Samples() {}

    /** Red on the left, blue on the right. */
    static BufferedImage image(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        canvas.setColor(Color.RED);
        canvas.fillRect(0, 0, width / 2, height);
        canvas.setColor(Color.BLUE);
        canvas.fillRect(width / 2, 0, width - width / 2, height);
        canvas.dispose();
        return image;
    }

    /** A PNG with one byte a pixel; a smaller one made of it has four, and all of them count. */
    static byte[] transparentNoise(int width, int height) {
        Random random = new Random(1);
        byte[][] colours = new byte[4][256];
        for (byte[] each : colours) {
            random.nextBytes(each);
        }
        BufferedImage image =
                new BufferedImage(
                        width,
                        height,
                        BufferedImage.TYPE_BYTE_INDEXED,
                        new IndexColorModel(
                                8, 256, colours[0], colours[1], colours[2], colours[3]));
        byte[] pixels = new byte[width * height];
        random.nextBytes(pixels);
        image.getRaster().setDataElements(0, 0, width, height, pixels);
        return written(image, "png");
    }

    static byte[] written(BufferedImage image, String format) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, format, out)) {
                throw new AssertionError(format);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static BufferedImage read(byte[] file) {
        try {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(file));
            if (image == null) {
                throw new AssertionError("No picture");
            }
            return image;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** EXIF with an orientation, a camera's owner, and a place. */
    static byte[] exif(int orientation) {
        byte[] owner = (SECRET + "\0").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer block =
                ByteBuffer.allocate(8 + 2 + 3 * 12 + 4 + owner.length + GPS.length)
                        .order(ByteOrder.LITTLE_ENDIAN);
        int behind = 8 + 2 + 3 * 12 + 4;
        block.putShort((short) 0x4949).putShort((short) 42).putInt(8).putShort((short) 3);
        block.putShort((short) 0x0112).putShort((short) 3).putInt(1);
        block.putShort((short) orientation).putShort((short) 0);
        block.putShort((short) 0x013b).putShort((short) 2).putInt(owner.length).putInt(behind);
        block.putShort((short) 0x8825).putShort((short) 4).putInt(1);
        block.putInt(behind + owner.length);
        block.putInt(0).put(owner).put(GPS);
        return block.array();
    }

    /** An IFD with a latitude. */
    private static byte[] gps() {
        return ByteBuffer.allocate(2 + 12 + 4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) 1)
                .putShort((short) 0x0001)
                .putShort((short) 2)
                .putInt(2)
                .put(new byte[] {'N', 0, 0, 0})
                .putInt(0)
                .array();
    }

    /** With EXIF, XMP, IPTC and a comment, and a film behind its end. */
    static byte[] talkativeJpeg(int width, int height, int orientation) {
        byte[] plain = written(image(width, height), "jpeg");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(plain, 0, 2);
        segment(out, 0xe1, join("Exif\0\0".getBytes(StandardCharsets.US_ASCII), exif(orientation)));
        segment(out, 0xe1, text("http://ns.adobe.com/xap/1.0/\0<x>" + SECRET + "</x>"));
        segment(out, 0xed, text("Photoshop 3.0\0" + SECRET));
        segment(out, 0xe2, text("MPF\0" + SECRET));
        segment(out, 0xfe, text(SECRET));
        out.write(plain, 2, plain.length - 2);
        out.writeBytes(text("ftyp film of " + SECRET));
        return out.toByteArray();
    }

    static void segment(ByteArrayOutputStream out, int marker, byte[] body) {
        out.write(0xff);
        out.write(marker);
        out.write(body.length + 2 >> 8);
        out.write(body.length + 2);
        out.writeBytes(body);
    }

    static byte[] jpegWith(byte[] jpeg, int marker, byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(jpeg, 0, 2);
        segment(out, marker, body);
        out.write(jpeg, 2, jpeg.length - 2);
        return out.toByteArray();
    }

    /** With words, a time and EXIF. */
    static byte[] talkativePng(BufferedImage image, int orientation) {
        byte[] plain = written(image, "png");
        int header = 8 + 12 + 13;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(plain, 0, header);
        chunk(out, "tEXt", text("Author\0" + SECRET));
        chunk(out, "iTXt", text("XML:com.adobe.xmp\0\0\0\0\0" + SECRET));
        chunk(out, "eXIf", exif(orientation));
        chunk(out, "tIME", new byte[] {7, (byte) 0xea, 11, 26, 1, 2, 3});
        chunk(out, "prVt", text(SECRET));
        out.write(plain, header, plain.length - header);
        out.writeBytes(text(SECRET));
        return out.toByteArray();
    }

    static void chunk(ByteArrayOutputStream out, String name, byte[] body) {
        byte[] named = join(text(name), body);
        CRC32 sum = new CRC32();
        sum.update(named);
        out.writeBytes(ByteBuffer.allocate(4).putInt(body.length).array());
        out.writeBytes(named);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
    }

    static byte[] pngHeader(int width, int height) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        chunk(
                out,
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(width)
                        .putInt(height)
                        .put(new byte[] {8, 2, 0, 0, 0})
                        .array());
        chunk(out, "IDAT", new byte[] {0x78, (byte) 0x9c, 3, 0, 0, 0, 0, 1});
        chunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    /** Moves, repeats for ever, and has a comment and XMP. */
    static byte[] talkativeGif(int frames) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        try (ImageOutputStream to = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(to);
            writer.prepareWriteSequence(null);
            for (int i = 0; i < frames; i++) {
                BufferedImage frame = image(40 + i, 30);
                IIOMetadata data =
                        writer.getDefaultImageMetadata(
                                ImageTypeSpecifier.createFromRenderedImage(frame), null);
                String format = "javax_imageio_gif_image_1.0";
                IIOMetadataNode root = (IIOMetadataNode) data.getAsTree(format);
                IIOMetadataNode comments = new IIOMetadataNode("CommentExtensions");
                IIOMetadataNode comment = new IIOMetadataNode("CommentExtension");
                comment.setAttribute("value", SECRET);
                comments.appendChild(comment);
                root.appendChild(comments);
                if (i == 0) {
                    IIOMetadataNode extensions = new IIOMetadataNode("ApplicationExtensions");
                    extensions.appendChild(extension("NETSCAPE", "2.0", new byte[] {1, 0, 0}));
                    extensions.appendChild(extension("XMP Data", "XMP", text(SECRET)));
                    root.appendChild(extensions);
                }
                data.setFromTree(format, root);
                writer.writeToSequence(new IIOImage(frame, null, data), null);
            }
            writer.endWriteSequence();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    private static IIOMetadataNode extension(String id, String code, byte[] body) {
        IIOMetadataNode node = new IIOMetadataNode("ApplicationExtension");
        node.setAttribute("applicationID", id);
        node.setAttribute("authenticationCode", code);
        node.setUserObject(body);
        return node;
    }

    /** A WebP of one colour: each prefix code has one symbol, so the pixels take no bits at all. */
    static byte[] webpImage(int width, int height, int alpha) {
        long bits = 0;
        int at = 0;
        int[][] fields = {
            {0, 1},
            {0, 1},
            {0, 1},
            // Green, red, blue, alpha, distance: simple, one symbol, of eight bits.
            {1, 1},
            {0, 1},
            {1, 1},
            {0x20, 8},
            {1, 1},
            {0, 1},
            {1, 1},
            {0xe0, 8},
            {1, 1},
            {0, 1},
            {1, 1},
            {0x40, 8},
            {1, 1},
            {0, 1},
            {1, 1},
            {alpha, 8},
            {1, 1},
            {0, 1},
            {0, 1},
            {0, 1},
        };
        for (int[] field : fields) {
            bits |= (long) field[0] << at;
            at += field[1];
        }
        int head = width - 1 | (height - 1) << 14 | (alpha == 255 ? 0 : 1 << 28);
        return ByteBuffer.allocate(1 + 4 + 8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 0x2f)
                .putInt(head)
                .putLong(bits)
                .array();
    }

    static byte[] webp(byte[]... chunks) {
        byte[] all = join(chunks);
        return join(riff("RIFF", join(text("WEBP"), all)));
    }

    static byte[] riff(String name, byte[] body) {
        return join(
                text(name),
                ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(body.length).array(),
                body,
                new byte[body.length & 1]);
    }

    static byte[] webpCanvas(int flags, int width, int height) {
        return riff(
                "VP8X",
                new byte[] {
                    (byte) flags,
                    0,
                    0,
                    0,
                    (byte) (width - 1),
                    (byte) (width - 1 >> 8),
                    (byte) (width - 1 >> 16),
                    (byte) (height - 1),
                    (byte) (height - 1 >> 8),
                    (byte) (height - 1 >> 16)
                });
    }

    /** With EXIF, XMP and a chunk of nobody's. */
    static byte[] talkativeWebp(int orientation) {
        return webp(
                webpCanvas(0x0c, 60, 40),
                riff("VP8L", webpImage(60, 40, 255)),
                riff("EXIF", exif(orientation)),
                riff("XMP ", text(SECRET)),
                riff("nope", text(SECRET)));
    }

    static byte[] movingWebp(int frames) {
        byte[][] chunks = new byte[frames + 3][];
        chunks[0] = webpCanvas(0x06, 60, 40);
        chunks[1] = riff("ANIM", new byte[6]);
        for (int i = 0; i < frames; i++) {
            chunks[2 + i] =
                    riff(
                            "ANMF",
                            join(
                                    new byte[6],
                                    new byte[] {59, 0, 0, 39, 0, 0, 100, 0, 0, 0},
                                    riff("VP8L", webpImage(60, 40, 255)),
                                    riff("nope", text(SECRET))));
        }
        chunks[frames + 2] = riff("XMP ", text(SECRET));
        return webp(chunks);
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
