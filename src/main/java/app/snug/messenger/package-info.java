/* SPDX-License-Identifier: AGPL-3.0-only */
/** What a messenger does; its surface for the rooms above. The rooms inside do the work. */
@NullMarked
package app.snug.messenger;

import org.jspecify.annotations.NullMarked;
