/* SPDX-License-Identifier: AGPL-3.0-only */
/** What tests of several rooms share: a real database, the test vectors. */
@NullMarked
package app.snug.testing;

import org.jspecify.annotations.NullMarked;
