/* SPDX-License-Identifier: AGPL-3.0-only */
@NullMarked
package app.snug.boot.command;

import org.jspecify.annotations.NullMarked;
