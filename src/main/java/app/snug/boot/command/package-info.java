/* SPDX-License-Identifier: AGPL-3.0-only */
/** What operators of a private network type: {@code snug node …} and {@code snug network …}. */
@NullMarked
package app.snug.boot.command;

import org.jspecify.annotations.NullMarked;
