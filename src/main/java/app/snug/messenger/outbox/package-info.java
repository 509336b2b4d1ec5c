/* SPDX-License-Identifier: AGPL-3.0-only */
/** Sending: messages wait here, encrypted, until the network has them. */
@NullMarked
package app.snug.messenger.outbox;

import org.jspecify.annotations.NullMarked;
