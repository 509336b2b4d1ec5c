/* SPDX-License-Identifier: AGPL-3.0-only */
@NullMarked
package app.snug.messenger.attachment;

import org.jspecify.annotations.NullMarked;
