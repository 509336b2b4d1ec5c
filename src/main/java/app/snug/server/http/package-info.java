/* SPDX-License-Identifier: AGPL-3.0-only */
/** What servers listen on: TLS, routes, limits. Knows nothing of swarms or files. */
@NullMarked
package app.snug.server.http;

import org.jspecify.annotations.NullMarked;
