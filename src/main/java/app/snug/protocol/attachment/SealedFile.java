/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.attachment;

import app.snug.crypto.Secret;

/**
 * A file as it goes to the file server, and what opens it.
 *
 * @param bytes to upload
 * @param key 64 bytes (legacy) or 32
 * @param digest SHA-256 of {@code bytes}, 32 bytes; empty with a stream
 */
public record SealedFile(byte[] bytes, Secret key, byte[] digest) {}
