/* SPDX-License-Identifier: AGPL-3.0-only */
@NullMarked
package app.snug.web.settings;

import org.jspecify.annotations.NullMarked;
