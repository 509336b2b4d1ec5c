/* SPDX-License-Identifier: AGPL-3.0-only */
@NullMarked
package app.snug.protocol.descriptor;

import org.jspecify.annotations.NullMarked;
