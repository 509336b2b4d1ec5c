/* SPDX-License-Identifier: AGPL-3.0-only */
@NullMarked
package app.snug.protocol.onion;

import org.jspecify.annotations.NullMarked;
