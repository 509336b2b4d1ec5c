/* SPDX-License-Identifier: AGPL-3.0-only */
/** The client side of the network: node directory, paths, onion requests, swarms. */
@NullMarked
package app.snug.network;

import org.jspecify.annotations.NullMarked;
