/* SPDX-License-Identifier: AGPL-3.0-only */
/**
 * Files of members on disk, sealed under their vaults. {@link app.snug.messenger.file.StoredFiles}
 * puts them there whole or not at all; any part of one can be read without the rest.
 */
@NullMarked
package app.snug.messenger.file;

import org.jspecify.annotations.NullMarked;
