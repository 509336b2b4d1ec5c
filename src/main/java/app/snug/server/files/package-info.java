/* SPDX-License-Identifier: AGPL-3.0-only */
/**
 * The files role: keeps encrypted attachments for a time, for whoever knows their ids ({@code
 * protocol/07} §2, §10). {@link app.snug.server.files.FileServer} is the whole of it; it is reached
 * through the nodes, by onion requests, so that it never learns who asks.
 */
@NullMarked
package app.snug.server.files;

import org.jspecify.annotations.NullMarked;
