/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.media;

import app.snug.messenger.media.Boxes.Box;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A picture of HEIC or AVIF (ISO 23008-12): items, of which some are pictures and some are EXIF or
 * XMP. How it was held is no matter of these: that stands beside the picture.
 */
final class Heif {

    private static final Set<String> KEPT =
            Set.of("pitm", "iinf", "iloc", "iref", "iprp", "idat", "dinf", "grpl", "ipro");

    /** Kinds of items that are pictures, or made of them. */
    private static final Set<String> PICTURES =
            Set.of(
                    "hvc1", "hev1", "lhv1", "vvc1", "av01", "avc1", "j2k1", "unci", "grid", "iden",
                    "iovl", "tmap", "mski");

    /** Properties with words or times. */
    private static final Set<String> TOLD = Set.of("udes", "altt", "crtt", "mdft", "uuid");

    /** EXIF that says nothing: where it begins, and no entries. */
    private static final byte[] EMPTY_EXIF = {
        0, 0, 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0
    };

    private final Boxes boxes;
    private final Box meta;

    Heif(Boxes boxes, Box meta) {
        this.boxes = boxes;
        this.meta = meta;
    }

    /** Or else it is what a player says of a film. */
    boolean isPicture() {
        try {
            Optional<Box> handler = child("hdlr");
            return handler.isPresent()
                    && boxes.text(handler.get().body() + 8, handler.get().end()).equals("pict");
        } catch (UnreadableMediaException e) {
            return false;
        }
    }

    private Optional<Box> child(String type) throws UnreadableMediaException {
        return boxes.inFull(meta).stream().filter(box -> box.is(type)).findFirst();
    }

    private Box required(String type) throws UnreadableMediaException {
        Optional<Box> box = child(type);
        if (box.isEmpty()) {
            throw new UnreadableMediaException("A picture without " + type);
        }
        return box.get();
    }

    void clean() throws UnreadableMediaException {
        Map<Long, String> kinds = kinds(required("iinf"));
        Set<Long> told = new HashSet<>();
        kinds.forEach((id, kind) -> {
            if (!PICTURES.contains(kind)) {
                told.add(id);
            }
        });
        if (told.contains(primary())) {
            throw new UnreadableMediaException("A picture of another kind");
        }
        if (!told.isEmpty()) {
            for (Extent extent : extents(required("iloc"))) {
                if (told.contains(extent.item())) {
                    clear(extent, String.valueOf(kinds.get(extent.item())));
                }
            }
        }
        for (Box box : boxes.inFull(meta)) {
            if (box.is("hdlr")) {
                boxes.fill(box.body() + 12, box.end(), 0);
            } else if (box.is("iprp")) {
                properties(box);
            } else if (!KEPT.contains(box.type())) {
                boxes.clear(box);
            }
        }
    }

    private long primary() throws UnreadableMediaException {
        Optional<Box> box = child("pitm");
        if (box.isEmpty()) {
            return -1;
        }
        int at = box.get().body();
        int size = boxes.u8(at, box.get().end()) == 0 ? 2 : 4;
        return boxes.number(at + 4, size, box.get().end());
    }

    private Map<Long, String> kinds(Box list) throws UnreadableMediaException {
        int counter = boxes.u8(list.body(), list.end()) == 0 ? 2 : 4;
        Boxes.require(list.body(), 4 + counter, list.end());
        Map<Long, String> kinds = new HashMap<>();
        for (Box entry : boxes.between(list.body() + 4 + counter, list.end())) {
            int version = boxes.u8(entry.body(), entry.end());
            if (!entry.is("infe") || version < 2) {
                throw new UnreadableMediaException("An item of no kind");
            }
            int size = version == 2 ? 2 : 4;
            long id = boxes.number(entry.body() + 4, size, entry.end());
            kinds.put(id, boxes.text(entry.body() + 4 + size + 2, entry.end()));
        }
        return kinds;
    }

    /** A part of an item. */
    private record Extent(long item, int method, long at, long length) {}

    private List<Extent> extents(Box places) throws UnreadableMediaException {
        int end = places.end();
        int version = boxes.u8(places.body(), end);
        int sizes = boxes.u16(places.body() + 4, end);
        int offset = sizes >> 12;
        int length = sizes >> 8 & 15;
        int base = sizes >> 4 & 15;
        int index = version == 0 ? 0 : sizes & 15;
        int wide = version < 2 ? 2 : 4;
        long count = boxes.number(places.body() + 6, wide, end);
        int at = places.body() + 6 + wide;
        List<Extent> all = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            long item = boxes.number(at, wide, end);
            at += wide;
            int method = 0;
            if (version > 0) {
                method = boxes.u16(at, end) & 15;
                at += 2;
            }
            at += 2;
            long from = boxes.number(at, base, end);
            at += base;
            int parts = boxes.u16(at, end);
            at += 2;
            for (int part = 0; part < parts; part++) {
                long behind = boxes.number(at + index, offset, end);
                long size = boxes.number(at + index + offset, length, end);
                at += index + offset + length;
                // Parts of no length would never end the list.
                if (offset + length == 0) {
                    throw new UnreadableMediaException("A part without a place");
                }
                all.add(new Extent(item, method, from + behind, size));
            }
        }
        return all;
    }

    private void clear(Extent extent, String kind) throws UnreadableMediaException {
        long at = extent.at();
        int value = kind.equals("mime") ? ' ' : 0;
        // No length means to the end, over everything.
        if (extent.method() > 1 || extent.length() == 0) {
            throw new UnreadableMediaException("An item in a place that is not understood");
        }
        if (extent.method() == 1) {
            Box beside = required("idat");
            if (at < 0 || at > beside.end() - beside.body()) {
                throw new UnreadableMediaException("An item beside its box");
            }
            at += beside.body();
            if (extent.length() > beside.end() - at) {
                throw new UnreadableMediaException("An item beside its box");
            }
            boxes.fill((int) at, (int) (at + extent.length()), value);
        } else {
            boxes.fill(at, extent.length(), value, meta);
        }
        if (kind.equals("Exif") && extent.length() >= EMPTY_EXIF.length) {
            boxes.write((int) at, EMPTY_EXIF);
        }
    }

    private void properties(Box all) throws UnreadableMediaException {
        for (Box list : boxes.in(all)) {
            if (list.is("ipco")) {
                for (Box property : boxes.in(list)) {
                    if (TOLD.contains(property.type())) {
                        boxes.clear(property);
                    }
                }
            }
        }
    }
}
