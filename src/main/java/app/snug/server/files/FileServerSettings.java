/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.files;

import app.snug.server.http.HttpServer;
import java.time.Duration;

/**
 * How a file server behaves.
 *
 * @param host address to listen on
 * @param port to listen on; 0 means any free one
 * @param timeToLive of a file whose sender names none
 * @param longest a sender may ask for
 * @param room bytes of all files together
 * @param spare bytes of the disk that are left free
 * @param housekeeping how often expired files are removed
 * @param connections what clients may take up
 */
public record FileServerSettings(
        String host,
        int port,
        Duration timeToLive,
        Duration longest,
        long room,
        long spare,
        Duration housekeeping,
        HttpServer.Limits connections) {

    private static final long GIB = 1L << 30;

    public static final FileServerSettings DEFAULT =
            new FileServerSettings(
                    "127.0.0.1",
                    22_031,
                    Duration.ofDays(14),
                    Duration.ofDays(60),
                    20 * GIB,
                    GIB / 2,
                    Duration.ofSeconds(10),
                    HttpServer.Limits.DEFAULT);

    public FileServerSettings on(String otherHost, int otherPort) {
        return new FileServerSettings(
                otherHost, otherPort, timeToLive, longest, room, spare, housekeeping, connections);
    }

    /** A sender may ask for sixty days, or as long as is usual here. */
    public FileServerSettings withTimeToLive(Duration usual) {
        Duration most = usual.compareTo(DEFAULT.longest) > 0 ? usual : DEFAULT.longest;
        return new FileServerSettings(
                host, port, usual, most, room, spare, housekeeping, connections);
    }

    public FileServerSettings withRoom(long bytes) {
        return new FileServerSettings(
                host, port, timeToLive, longest, bytes, spare, housekeeping, connections);
    }
}
