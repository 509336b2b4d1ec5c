/* SPDX-License-Identifier: AGPL-3.0-only */
@NullMarked
package app.snug.protocol.config;

import org.jspecify.annotations.NullMarked;
