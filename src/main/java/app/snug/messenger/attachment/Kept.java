/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.attachment;

import app.snug.messenger.OwnerId;
import app.snug.messenger.PictureRefusedException;
import app.snug.messenger.conversation.ContentTypes;
import app.snug.messenger.file.StoredFileId;
import app.snug.messenger.file.StoredFiles;
import app.snug.messenger.media.FileKind;
import app.snug.messenger.media.IsoMedia;
import app.snug.messenger.media.Pictures;
import app.snug.messenger.media.SafePicture;
import app.snug.messenger.media.UnreadableMediaException;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file that was put on the disk, looked at before.
 *
 * @param thumbnail null if there is none
 * @param width pixels; 0 if unknown
 * @param height pixels; 0 if unknown
 * @param notShown why a picture can only be saved
 */
record Kept(
        String stored,
        @Nullable String thumbnail,
        String contentType,
        long size,
        int width,
        int height,
        Optional<PictureRefusedException.Reason> notShown) {

    private static final int NAME_SIZE = 16;

    /** Puts files on the disk. */
    static final class Shelf {

        private final StoredFiles files;
        private final Pictures pictures;
        private final SecureRandom random;

        Shelf(StoredFiles files, Pictures pictures, SecureRandom random) {
            this.files = files;
            this.pictures = pictures;
            this.random = random;
        }

        /**
         * One of ours: of a picture or film only what is safe to tell. The title of a piece of
         * music stays.
         *
         * @param said what it is said to be
         */
        Kept keepOwn(OwnerId owner, byte[] file, String said)
                throws PictureRefusedException, UnreadableMediaException, IOException {
            FileKind kind = FileKind.of(file);
            if (kind.use() == FileKind.Use.PICTURE) {
                return keep(owner, pictures.makeSafe(file));
            }
            boolean talks = IsoMedia.isOne(file) && kind.use() != FileKind.Use.AUDIO;
            return keep(owner, talks ? IsoMedia.silent(file) : file, kind, said);
        }

        Kept keep(OwnerId owner, SafePicture safe) throws IOException {
            return write(
                    owner,
                    safe.bytes(),
                    safe.thumbnail().bytes(),
                    safe.kind().contentType(),
                    safe.width(),
                    safe.height(),
                    Optional.empty());
        }

        /** The middle of a picture, whosever it is. */
        Kept keepSquare(OwnerId owner, byte[] file) throws PictureRefusedException, IOException {
            SafePicture.Thumbnail square = pictures.square(file);
            return write(
                    owner,
                    square.bytes(),
                    null,
                    square.kind().contentType(),
                    square.width(),
                    square.height(),
                    Optional.empty());
        }

        /** Somebody else's: kept as it is, shown only if it is safe to. */
        Kept keepOthers(OwnerId owner, byte[] file, String said) throws IOException {
            FileKind kind = FileKind.of(file);
            if (kind.use() != FileKind.Use.PICTURE) {
                return keep(owner, file, kind, said);
            }
            try {
                return keep(owner, pictures.makeSafe(file));
            } catch (PictureRefusedException e) {
                if (e.reason() == PictureRefusedException.Reason.BUSY) {
                    throw new IOException("Other pictures are being worked on", e);
                }
                return write(owner, file, null, ContentTypes.ANY, 0, 0, Optional.of(e.reason()));
            }
        }

        private Kept keep(OwnerId owner, byte[] file, FileKind kind, String said)
                throws IOException {
            String type =
                    kind == FileKind.OTHER ? ContentTypes.ofDocument(said) : kind.contentType();
            return write(owner, file, null, type, 0, 0, Optional.empty());
        }

        private Kept write(
                OwnerId owner,
                byte[] file,
                byte @Nullable [] small,
                String contentType,
                int width,
                int height,
                Optional<PictureRefusedException.Reason> notShown)
                throws IOException {
            byte[] name = new byte[NAME_SIZE];
            random.nextBytes(name);
            String stored = HexFormat.of().formatHex(name);
            files.write(owner, new StoredFileId(stored), file);
            String thumbnail = small == null ? null : stored + ".small";
            if (small != null && thumbnail != null) {
                files.write(owner, new StoredFileId(thumbnail), small);
            }
            return new Kept(stored, thumbnail, contentType, file.length, width, height, notShown);
        }

        /** It was not needed. */
        void drop(OwnerId owner, Kept kept) throws IOException {
            files.delete(owner, new StoredFileId(kept.stored()));
            if (kept.thumbnail() != null) {
                files.delete(owner, new StoredFileId(kept.thumbnail()));
            }
        }
    }
}
