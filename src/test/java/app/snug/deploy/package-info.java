/* SPDX-License-Identifier: AGPL-3.0-only */
/** How operators run Snug: the chart, the image, the Compose file. */
@NullMarked
package app.snug.deploy;

import org.jspecify.annotations.NullMarked;
