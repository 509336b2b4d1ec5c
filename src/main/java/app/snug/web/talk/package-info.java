/* SPDX-License-Identifier: AGPL-3.0-only */
/** The list of conversations, a conversation, starting one. */
@NullMarked
package app.snug.web.talk;

import org.jspecify.annotations.NullMarked;
