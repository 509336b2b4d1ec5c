/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.live;

import app.snug.messenger.AccountRef;
import app.snug.web.page.Reader;
import app.snug.web.security.SignedIn;

/**
 * What a page asks to be told.
 *
 * @param session that the page belongs to
 * @param after the newest change that it shows
 * @param open the conversation on it, 0 for none
 */
record Wish(
        SignedIn member,
        String session,
        AccountRef account,
        long after,
        long open,
        Reader reader) {}
