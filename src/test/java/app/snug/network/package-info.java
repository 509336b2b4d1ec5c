/* SPDX-License-Identifier: AGPL-3.0-only */
@NullMarked
package app.snug.network;

import org.jspecify.annotations.NullMarked;
