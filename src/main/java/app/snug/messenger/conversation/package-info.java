/* SPDX-License-Identifier: AGPL-3.0-only */
/** Conversations, contacts and messages as they are stored. */
@NullMarked
package app.snug.messenger.conversation;

import org.jspecify.annotations.NullMarked;
