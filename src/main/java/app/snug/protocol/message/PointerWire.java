/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.message;

import app.snug.crypto.Secret;
import app.snug.protocol.message.AttachmentPointer.Bytes;
import app.snug.protocol.message.wire.SessionProtos;
import com.google.protobuf.ByteString;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@link AttachmentPointer} to and from its protobuf. */
final class PointerWire {

    private static final int VOICE = SessionProtos.AttachmentPointer.Flags.VOICE_MESSAGE_VALUE;
    private static final int DIGEST = 32;
    private static final int LONGEST_URL = 2_048;
    private static final int LONGEST_TYPE = 127;
    private static final int MOST_PIXELS_A_SIDE = 1_000_000;

    /** What old servers called files; only these have a place in the field for ids. */
    private static final Pattern NUMBER = Pattern.compile("/([0-9]{1,18})(?:#.*)?$");

    private PointerWire() {}

    static SessionProtos.AttachmentPointer write(AttachmentPointer pointer) {
        byte[] key = pointer.key().copy();
        var wire =
                SessionProtos.AttachmentPointer.newBuilder()
                        .setDeprecatedId(number(pointer.url()))
                        .setUrl(pointer.url())
                        .setKey(ByteString.copyFrom(key))
                        .setSize(Math.toIntExact(pointer.size()));
        if (pointer.voice()) {
            wire.setFlags(VOICE);
        }
        pointer.digest().ifPresent(digest -> wire.setDigest(ByteString.copyFrom(digest.value())));
        pointer.contentType().ifPresent(wire::setContentType);
        pointer.fileName().ifPresent(wire::setFileName);
        pointer.caption().ifPresent(wire::setCaption);
        if (pointer.width() > 0 && pointer.height() > 0) {
            wire.setWidth(pointer.width()).setHeight(pointer.height());
        }
        return wire.build();
    }

    private static long number(String url) {
        Matcher matcher = NUMBER.matcher(url);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }

    static AttachmentPointer read(SessionProtos.AttachmentPointer wire) {
        return new AttachmentPointer(
                wire.getUrl().length() <= LONGEST_URL ? wire.getUrl() : "",
                Secret.owning(wire.getKey().toByteArray()),
                wire.getDigest().size() == DIGEST
                        ? Optional.of(new Bytes(wire.getDigest().toByteArray()))
                        : Optional.empty(),
                text(wire.getContentType(), LONGEST_TYPE),
                text(wire.getFileName(), AttachmentPointer.MAX_NAME),
                text(wire.getCaption(), TextLimit.SENDING),
                Integer.toUnsignedLong(wire.getSize()),
                (wire.getFlags() & VOICE) != 0,
                side(wire.getWidth()),
                side(wire.getHeight()));
    }

    private static Optional<String> text(String text, int most) {
        return Optional.of(Cut.toLength(text, most)).filter(kept -> !kept.isBlank());
    }

    private static int side(int pixels) {
        return pixels > 0 && pixels <= MOST_PIXELS_A_SIDE ? pixels : 0;
    }
}
