/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.porch;

import app.snug.crypto.Secret;
import app.snug.household.Members.RefusedException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.ModelAndView;

/** What stands in forms. */
final class Typed {

    private Typed() {}

    static Secret passphrase(String typed) {
        return Secret.owning(typed.getBytes(StandardCharsets.UTF_8));
    }

    /** The form again, with the reason. */
    static ModelAndView refused(String page, RefusedException why) {
        ModelAndView again = new ModelAndView(page);
        again.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
        again.addObject("refusal", why.refusal().name());
        return again;
    }
}
