/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import java.time.Duration;
import java.util.Optional;

/**
 * A file of a message.
 *
 * @param contentType what it was found to be if it is here; else what its sender says
 * @param size in bytes, unencrypted
 * @param voice whether it was spoken for this message
 * @param width pixels; 0 if unknown
 * @param height pixels; 0 if unknown
 * @param length how long it plays; zero if unknown
 * @param failure why it is not carried, for now or for good
 * @param notShown why a picture that is here can only be saved
 * @param thumbnail whether there is a small picture of it
 */
public record Attachment(
        AttachmentId id,
        MessageId message,
        Part part,
        String contentType,
        Optional<String> name,
        Optional<String> caption,
        long size,
        boolean voice,
        int width,
        int height,
        Duration length,
        State state,
        Optional<TransferFailure> failure,
        Optional<PictureRefusedException.Reason> notShown,
        boolean thumbnail) {

    /** What it is of the message. */
    public enum Part {
        FILE,
        /** The picture of a link's page. */
        PREVIEW
    }

    /** Where it is. */
    public enum State {
        /** At a file server; fetched when somebody asks. */
        OFFERED,
        FETCHING,
        HERE,
        /** Here, and on its way to a file server. */
        SENDING,
        /** The file server has it no longer. */
        EXPIRED,
        /** It is not what it should be, or lies where nothing is fetched from or answers. */
        REFUSED
    }

    public Look look() {
        return Look.of(contentType);
    }

    /** Whether its bytes are on this server. */
    public boolean isHere() {
        return state == State.HERE || state == State.SENDING;
    }

    /** Without names. */
    @Override
    public String toString() {
        return "Attachment[" + id.value() + ", " + state + ", " + size + " bytes]";
    }
}
