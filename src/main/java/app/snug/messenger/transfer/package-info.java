/* SPDX-License-Identifier: AGPL-3.0-only */
/**
 * Carries files to and from file servers. What is to be carried is a durable queue; {@link
 * app.snug.messenger.transfer.Courier} works it off and may be killed at any moment.
 */
@NullMarked
package app.snug.messenger.transfer;

import org.jspecify.annotations.NullMarked;
