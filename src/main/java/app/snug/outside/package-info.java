/* SPDX-License-Identifier: AGPL-3.0-only */
/**
 * What is reached outside of the network because somebody asks for it. {@link
 * app.snug.outside.AddressGuard} decides whether it may be.
 */
@NullMarked
package app.snug.outside;

import org.jspecify.annotations.NullMarked;
