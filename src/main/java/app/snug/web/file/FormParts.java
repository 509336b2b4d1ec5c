/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.file;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

/**
 * Reads a form with files part by part (RFC 7578). The servlet container would put files on the
 * disk as they are.
 */
final class FormParts {

    private static final Pattern BOUNDARY =
            Pattern.compile("boundary=(?:\"([^\"]{1,70})\"|([^;\\s]{1,70}))");
    private static final Pattern NAME = Pattern.compile("[; ]name=\"([^\"]*)\"");
    private static final Pattern FILE = Pattern.compile("filename=\"([^\"]*)\"");
    private static final int LONGEST_HEAD = 8 << 10;

    private final InputStream body;
    private final byte[] end;
    private final int most;
    private boolean last;

    /**
     * @param most bytes of one part that are kept; what is longer is counted
     */
    private FormParts(InputStream body, String boundary, int most) {
        this.body = new BufferedInputStream(body, 64 << 10);
        this.end = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        this.most = most;
    }

    /**
     * A field or file.
     *
     * @param over bytes that were too many, and are not kept
     */
    record Part(String name, String fileName, String contentType, byte[] bytes, long over) {

        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** It is no form with files, or does not end as one. */
    @ResponseStatus(HttpStatus.BAD_REQUEST)
    static final class MalformedException extends IOException {

        private static final long serialVersionUID = 1;

        MalformedException(String message) {
            super(message);
        }
    }

    /**
     * @throws MalformedException if it is no such form
     * @throws IOException if it cannot be read
     */
    static FormParts of(InputStream body, String contentType, int most) throws IOException {
        Matcher boundary = BOUNDARY.matcher(contentType);
        if (!boundary.find()) {
            throw new MalformedException("No form with files");
        }
        String found = boundary.group(1) != null ? boundary.group(1) : boundary.group(2);
        FormParts parts = new FormParts(body, found, most);
        // The first boundary has no line before it.
        for (int i = 2; i < parts.end.length; i++) {
            if (parts.body.read() != parts.end[i]) {
                throw new MalformedException("The form does not begin as it says");
            }
        }
        parts.line();
        return parts;
    }

    /** Empty at the end. */
    Optional<Part> next() throws IOException {
        if (last) {
            return Optional.empty();
        }
        String disposition = "";
        String type = "application/octet-stream";
        int head = 0;
        for (String line = text(); !line.isEmpty(); line = text()) {
            head += line.length();
            if (head > LONGEST_HEAD) {
                throw new MalformedException("The head of a part is too long");
            }
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-disposition:")) {
                disposition = line;
            } else if (lower.startsWith("content-type:")) {
                type = line.substring("content-type:".length()).strip();
            }
        }
        return Optional.of(content(disposition, type));
    }

    private Part content(String disposition, String type) throws IOException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        long over = 0;
        int matched = 0;
        while (matched < end.length) {
            int next = body.read();
            if (next < 0) {
                throw new MalformedException("The form is cut off");
            }
            if (next == (end[matched] & 0xff)) {
                matched++;
                continue;
            }
            // Only the first byte of a boundary is a carriage return: nothing of it begins inside.
            for (int i = 0; i < matched; i++) {
                over += keep(kept, end[i]);
            }
            matched = next == end[0] ? 1 : 0;
            if (matched == 0) {
                over += keep(kept, next);
            }
        }
        line();
        return new Part(
                group(NAME, disposition), group(FILE, disposition), type, kept.toByteArray(), over);
    }

    private int keep(ByteArrayOutputStream kept, int next) {
        if (kept.size() >= most) {
            return 1;
        }
        kept.write(next);
        return 0;
    }

    private static String group(Pattern pattern, String line) {
        Matcher matcher = pattern.matcher(line);
        // As browsers write a quotation mark in a name.
        return matcher.find() ? matcher.group(1).replace("%22", "\"") : "";
    }

    /** Behind a boundary: the end of the line, or of the form. */
    private void line() throws IOException {
        int first = body.read();
        int second = body.read();
        if (first == '-' && second == '-') {
            last = true;
        } else if (first != '\r' || second != '\n') {
            throw new MalformedException("A boundary does not end as it should");
        }
    }

    private String text() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = body.read(); next != '\r'; next = body.read()) {
            if (next < 0 || line.size() > LONGEST_HEAD) {
                throw new MalformedException("The head of a part does not end");
            }
            line.write(next);
        }
        if (body.read() != '\n') {
            throw new MalformedException("A line does not end as it should");
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
