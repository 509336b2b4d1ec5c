/* SPDX-License-Identifier: AGPL-3.0-only */
/** The plan of the house as tests: which room may use which. */
@NullMarked
package app.snug.structure;

import org.jspecify.annotations.NullMarked;
