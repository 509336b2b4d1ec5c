/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.live;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a page is sent, as JSON.
 *
 * @param upto number of the newest change in it; what is older has been sent
 * @param rows touched rows of the list, as HTML, the last touched one last
 * @param said new and changed messages of the open conversation, each with its day, as HTML
 * @param gone messages of it that are no more
 * @param sum of what is unread
 * @param door who waits to be let in, as HTML
 * @param standing how one stands with the other side of the open conversation, as HTML; null if
 *     nothing was said of it
 * @param alerts what a page that is not in sight may notify of
 * @param writing milliseconds for which the other side of it is shown as writing; less than 0 if it
 *     has stopped, 0 if nothing was said of it
 * @param anew show the whole page anew, since it has slept too long
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
record News(
        long upto,
        List<String> rows,
        List<String> said,
        List<Long> gone,
        int sum,
        String door,
        @Nullable String standing,
        List<Alerts.Alert> alerts,
        long writing,
        boolean anew) {

    static News everythingAnew() {
        return new News(0, List.of(), List.of(), List.of(), 0, "", null, List.of(), 0, true);
    }

    static News writing(long left) {
        return new News(0, List.of(), List.of(), List.of(), 0, "", null, List.of(), left, false);
    }
}
