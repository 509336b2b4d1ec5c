/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.file;

import app.snug.messenger.Content;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Small pictures are made here: JPEG, or PNG where parts are transparent. */
final class Thumbnails {

    private Thumbnails() {}

    static String type(Content content) throws IOException {
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        content.copy(0, Math.min(1, content.size()), first);
        return first.size() == 1 && first.toByteArray()[0] == (byte) 0xff
                ? "image/jpeg"
                : "image/png";
    }
}
