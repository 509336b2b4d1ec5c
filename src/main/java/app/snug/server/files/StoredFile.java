/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.files;

import app.snug.protocol.attachment.FileId;
import java.time.Instant;

/**
 * What is known of a file.
 *
 * @param size in bytes
 */
record StoredFile(FileId id, long size, Instant uploaded, Instant expires) {}
