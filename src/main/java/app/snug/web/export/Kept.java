/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.export;

import app.snug.messenger.Attachment;
import app.snug.messenger.Content;
import java.io.IOException;
import java.util.Optional;

/** Where the bytes of files are. */
@FunctionalInterface
interface Kept {

    /** Empty if they are not on this server. */
    Optional<Content> open(Attachment file) throws IOException;
}
