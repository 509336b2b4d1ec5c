/* SPDX-License-Identifier: AGPL-3.0-only */
@NullMarked
package app.snug.server.files;

import org.jspecify.annotations.NullMarked;
