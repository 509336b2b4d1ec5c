/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.files;

import app.snug.server.http.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that stays on disk until it is written. */
record StoredContent(Path file, long length) implements Content {

    @Override
    public void writeTo(OutputStream out) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            in.transferTo(out);
        }
    }

    @Override
    public byte[] bytes() throws IOException {
        return Files.readAllBytes(file);
    }
}
