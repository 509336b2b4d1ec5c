/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A conversation, ready for the template.
 *
 * @param face where the picture is; null if there is none
 * @param briefly the beginning of the name, for narrow places
 * @param accountId of the other, whole
 * @param shortId the same in short
 * @param kept how long what one writes here is kept; null if for ever
 * @param standing with the other
 * @param earlier the message before which the log goes on, 0 at its beginning
 * @param later the message behind which the log goes on, 0 at its end
 */
public record Talk(
        long id,
        String name,
        String briefly,
        String initial,
        int hue,
        @Nullable String face,
        boolean self,
        boolean named,
        String accountId,
        String shortId,
        @Nullable String kept,
        Standing standing,
        List<Entry> entries,
        long earlier,
        long later) {}
