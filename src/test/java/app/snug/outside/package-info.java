/* SPDX-License-Identifier: AGPL-3.0-only */
@NullMarked
package app.snug.outside;

import org.jspecify.annotations.NullMarked;
