/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import java.nio.file.Path;

/** Where members' files lie, sealed. */
public record AttachmentFolder(Path path) {}
