/* SPDX-License-Identifier: AGPL-3.0-only */
/** Data of every earlier schema, carried to the newest and read there. */
@NullMarked
package app.snug.upgrade;

import org.jspecify.annotations.NullMarked;
