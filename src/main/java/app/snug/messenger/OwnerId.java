/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import java.util.UUID;

/** The member of the household that an account and its vault belong to. */
public record OwnerId(UUID value) {}
