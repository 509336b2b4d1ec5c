/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.file;

import app.snug.messenger.Content;
import app.snug.messenger.Look;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;

/**
 * Bytes of a file for the browser, all or a range. Only what was found to be a picture, video or
 * sound is shown; all else is saved, under a type that no browser runs.
 */
final class Delivered {

    private static final String ANY = "application/octet-stream";
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,15})-(\\d{0,15})");

    private Delivered() {}

    /**
     * @param contentType what it was found to be
     * @param range of the request; null if there is none
     */
    static void write(
            Content content,
            String contentType,
            String name,
            boolean save,
            @Nullable String range,
            HttpServletResponse response)
            throws IOException {
        boolean shown = Look.isShown(contentType);
        response.setContentType(shown ? contentType : ANY);
        ContentDisposition.Builder disposition =
                shown && !save ? ContentDisposition.inline() : ContentDisposition.attachment();
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                disposition.filename(name, StandardCharsets.UTF_8).build().toString());
        response.setHeader("Content-Security-Policy", "default-src 'none'; sandbox");
        response.setHeader("X-Content-Type-Options", "nosniff");
        // For the one browser, and not for long: what is deleted is to be gone.
        response.setHeader(HttpHeaders.CACHE_CONTROL, "private, max-age=3600");
        response.setHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
        long size = content.size();
        Matcher wish = RANGE.matcher(range == null ? "" : range);
        if (!wish.matches() || wish.group(1).isEmpty() && wish.group(2).isEmpty()) {
            response.setContentLengthLong(size);
            content.copy(0, size, response.getOutputStream());
            return;
        }
        long from;
        long to = size - 1;
        if (wish.group(1).isEmpty()) {
            from = Math.max(0, size - Long.parseLong(wish.group(2)));
        } else {
            from = Long.parseLong(wish.group(1));
            to = wish.group(2).isEmpty() ? to : Math.min(to, Long.parseLong(wish.group(2)));
        }
        if (from > to || from >= size) {
            response.setStatus(HttpServletResponse.SC_REQUESTED_RANGE_NOT_SATISFIABLE);
            response.setHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + size);
            return;
        }
        response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
        response.setHeader(HttpHeaders.CONTENT_RANGE, "bytes %d-%d/%d".formatted(from, to, size));
        response.setContentLengthLong(to - from + 1);
        content.copy(from, to - from + 1, response.getOutputStream());
    }
}
