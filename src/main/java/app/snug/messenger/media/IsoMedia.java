/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.media;

import app.snug.messenger.media.Boxes.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Films of MP4 and QuickTime, and pictures of HEIC and AVIF. What is needed to play them is known
 * and stays; what else stands in them goes: places, times, names of cameras, notes, and tracks of
 * measurements or text. The file keeps its length and every picture and sound its place.
 *
 * <p>What an encoder writes into the pictures themselves stays.
 */
public final class IsoMedia {

    private static final Set<String> BEGINNINGS = Set.of("ftyp", "moov", "mdat", "wide");

    private static final Set<String> FILE =
            Set.of("ftyp", "styp", "mdat", "imda", "pdin", "moof", "mfra", "sidx", "ssix");
    private static final Set<String> FILM = Set.of("mvex", "iods", "pssh", "ctab");
    private static final Set<String> TRACK =
            Set.of("tref", "edts", "trgr", "load", "clip", "matt", "tapt");
    private static final Set<String> MEDIA = Set.of("elng");

    /** Drones write where they are into subtitles. */
    private static final Set<String> KEPT_TRACKS = Set.of("vide", "soun", "auxv", "pict", "clcp");

    /** From the start of a picture's description to the name of its encoder, and its room. */
    private static final int ENCODER = 50;

    private static final int ENCODER_ROOM = 32;

    private final Boxes boxes;

    /** Whether there are pictures or sounds behind the film's own box. */
    private boolean inPieces;

    private IsoMedia(Boxes boxes) {
        this.boxes = boxes;
    }

    /** By its first box; names and what senders claim decide nothing. */
    public static boolean isOne(byte[] file) {
        return file.length >= 8
                && BEGINNINGS.contains(
                        new String(file, 4, 4, java.nio.charset.StandardCharsets.ISO_8859_1));
    }

    /**
     * A copy that says nothing of where, when and by whom.
     *
     * @throws UnreadableMediaException if it is not built as such a file has to be
     */
    public static byte[] silent(byte[] file) throws UnreadableMediaException {
        byte[] copy = file.clone();
        new IsoMedia(new Boxes(copy)).clean();
        return copy;
    }

    private void clean() throws UnreadableMediaException {
        List<Box> all = outermost();
        inPieces = all.stream().anyMatch(box -> box.is("moof"));
        boolean known = false;
        for (Box box : all) {
            if (box.is("moov")) {
                film(box);
                known = true;
            } else if (box.is("meta") && new Heif(boxes, box).isPicture()) {
                new Heif(boxes, box).clean();
                known = true;
            } else if (!FILE.contains(box.type())) {
                boxes.clear(box);
            }
        }
        if (!known) {
            throw new UnreadableMediaException("Neither a film nor a picture");
        }
    }

    /** What some programs append is no box: nobody plays it, and it is written over. */
    private List<Box> outermost() throws UnreadableMediaException {
        List<Box> all = new ArrayList<>();
        int at = 0;
        while (at < boxes.length()) {
            try {
                Box box = boxes.header(at, boxes.length());
                all.add(box);
                at = box.end();
            } catch (UnreadableMediaException e) {
                if (all.stream().noneMatch(box -> box.is("moov") || box.is("meta"))) {
                    throw e;
                }
                boxes.clearRest(at);
                break;
            }
        }
        return all;
    }

    private void film(Box film) throws UnreadableMediaException {
        for (Box box : boxes.in(film)) {
            switch (box.type()) {
                case "mvhd" -> times(box);
                case "trak" -> track(film, box);
                case "cmov" -> throw new UnreadableMediaException("Packed");
                default -> keepOnly(FILM, box);
            }
        }
    }

    private void keepOnly(Set<String> kept, Box box) {
        if (!kept.contains(box.type())) {
            boxes.clear(box);
        }
    }

    /** When it was made and changed: the first two numbers of three kinds of boxes. */
    private void times(Box box) throws UnreadableMediaException {
        int size = boxes.u8(box.body(), box.end()) == 1 ? 16 : 8;
        Boxes.require(box.body() + 4, size, box.end());
        boxes.fill(box.body() + 4, box.body() + 4 + size, 0);
    }

    private void track(Box film, Box track) throws UnreadableMediaException {
        Optional<Box> media = boxes.child(track, "mdia");
        String handler = media.isEmpty() ? "" : handler(media.get());
        if (!KEPT_TRACKS.contains(handler)) {
            if (inPieces) {
                throw new UnreadableMediaException("Measurements in pieces");
            }
            if (media.isPresent()) {
                TrackSamples.clear(boxes, film, media.get());
            }
            boxes.clear(track);
            return;
        }
        for (Box box : boxes.in(track)) {
            switch (box.type()) {
                case "tkhd" -> times(box);
                case "mdia" -> media(box, handler);
                default -> keepOnly(TRACK, box);
            }
        }
    }

    private String handler(Box media) throws UnreadableMediaException {
        Optional<Box> handler = boxes.child(media, "hdlr");
        return handler.isEmpty() ? "" : boxes.text(handler.get().body() + 8, handler.get().end());
    }

    private void media(Box media, String handler) throws UnreadableMediaException {
        for (Box box : boxes.in(media)) {
            switch (box.type()) {
                case "mdhd" -> times(box);
                // Behind the kind is a name, often the camera's.
                case "hdlr" -> boxes.fill(box.body() + 12, box.end(), 0);
                case "minf" -> {
                    if (handler.equals("vide")) {
                        encoder(box);
                    }
                }
                default -> keepOnly(MEDIA, box);
            }
        }
    }

    private void encoder(Box minf) throws UnreadableMediaException {
        Optional<Box> table = boxes.child(minf, "stbl");
        Optional<Box> kinds = table.isEmpty() ? Optional.empty() : boxes.child(table.get(), "stsd");
        if (kinds.isEmpty()) {
            throw new UnreadableMediaException("Pictures that nobody describes");
        }
        Box all = kinds.get();
        Boxes.require(all.body(), 8, all.end());
        for (Box kind : boxes.between(all.body() + 8, all.end())) {
            if (kind.end() - kind.start() >= ENCODER + ENCODER_ROOM) {
                int at = kind.start() + ENCODER;
                boxes.fill(at, at + ENCODER_ROOM, 0);
            }
        }
    }
}
