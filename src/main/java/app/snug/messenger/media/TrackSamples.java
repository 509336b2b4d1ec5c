/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.media;

import app.snug.messenger.media.Boxes.Box;
import java.util.Optional;

/** What a track consists of, wherever in the file it lies. */
final class TrackSamples {

    private final Boxes boxes;
    private final Box film;
    private final Box table;
    private final Box sizes;
    private final Box chunks;
    private final Box places;

    private TrackSamples(Boxes boxes, Box film, Box table) throws UnreadableMediaException {
        this.boxes = boxes;
        this.film = film;
        this.table = table;
        this.sizes = required("stsz");
        this.chunks = required("stsc");
        Optional<Box> large = boxes.child(table, "co64");
        this.places = large.isPresent() ? large.get() : required("stco");
    }

    private Box required(String type) throws UnreadableMediaException {
        Optional<Box> box = boxes.child(table, type);
        if (box.isEmpty()) {
            throw new UnreadableMediaException("A track without " + type);
        }
        return box.get();
    }

    /** Writes over all of them. */
    static void clear(Boxes boxes, Box film, Box media) throws UnreadableMediaException {
        Optional<Box> information = boxes.child(media, "minf");
        Optional<Box> table =
                information.isEmpty() ? Optional.empty() : boxes.child(information.get(), "stbl");
        if (table.isPresent()) {
            new TrackSamples(boxes, film, table.get()).clear();
        }
    }

    private void clear() throws UnreadableMediaException {
        int size = places.is("co64") ? 8 : 4;
        long count = boxes.u32(places.body() + 4, places.end());
        long runs = boxes.u32(chunks.body() + 4, chunks.end());
        int run = -1;
        long inChunk = 0;
        long sample = 0;
        for (int chunk = 0; chunk < count; chunk++) {
            while (run + 1 < runs && runFirst(run + 1) <= chunk + 1) {
                run++;
                inChunk = boxes.u32(chunks.body() + 8 + run * 12 + 4, chunks.end());
            }
            long at = boxes.number(places.body() + 8 + chunk * size, size, places.end());
            boxes.fill(at, length(sample, inChunk), 0, film);
            sample += inChunk;
        }
    }

    private long runFirst(int run) throws UnreadableMediaException {
        return boxes.u32(chunks.body() + 8 + run * 12, chunks.end());
    }

    /** Bytes of so many samples. */
    private long length(long first, long count) throws UnreadableMediaException {
        long each = boxes.u32(sizes.body() + 4, sizes.end());
        long all = boxes.u32(sizes.body() + 8, sizes.end());
        long here = Math.max(0, Math.min(count, all - first));
        if (each > 0) {
            return each * here;
        }
        long sum = 0;
        for (long i = first; i < first + here; i++) {
            sum += boxes.u32((int) (sizes.body() + 12 + i * 4), sizes.end());
        }
        return sum;
    }
}
