/* SPDX-License-Identifier: AGPL-3.0-only */
@NullMarked
package app.snug.protocol.bencode;

import org.jspecify.annotations.NullMarked;
