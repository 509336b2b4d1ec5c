/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.conversation;

import app.snug.messenger.Extras;
import app.snug.messenger.Message;
import java.util.Optional;

/** The column {@code details}: an address, and below it a title or a name. */
final class Details {

    private Details() {}

    static Optional<String> write(Extras extras) {
        return extras.invitation()
                .map(place -> write(place.url(), place.name()))
                .or(() -> extras.link().map(link -> write(link.url(), link.title())));
    }

    private static String write(String url, String text) {
        if (url.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("An address is one line");
        }
        return url + "\n" + text;
    }

    static Extras read(Message.Kind kind, String details) {
        int end = details.indexOf('\n');
        String url = details.substring(0, end);
        String text = details.substring(end + 1);
        return kind == Message.Kind.INVITATION
                ? Extras.NONE.inviting(new Extras.Invitation(url, text))
                : Extras.NONE.linking(new Extras.Link(url, text));
    }
}
