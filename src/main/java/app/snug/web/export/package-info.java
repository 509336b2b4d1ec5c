/* SPDX-License-Identifier: AGPL-3.0-only */
@NullMarked
package app.snug.web.export;

import org.jspecify.annotations.NullMarked;
