/* SPDX-License-Identifier: AGPL-3.0-only */
/** Onion requests: building, peeling and answering them ({@code protocol/02} §5, {@code 03} §2). */
@NullMarked
package app.snug.protocol.onion;

import org.jspecify.annotations.NullMarked;
