/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.live;

import java.time.Duration;

/**
 * How often an idle page is asked for a sign of life, and looked at anew.
 *
 * @param ping a page silent for three times as long is gone
 */
record LivePace(Duration ping) {}
