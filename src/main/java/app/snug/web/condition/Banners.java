/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.condition;

import app.snug.household.Surroundings;
import app.snug.household.Surroundings.Trouble;
import java.util.Set;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Gives every page what is amiss, to be said at its top. */
@ControllerAdvice
final class Banners {

    private final Surroundings around;

    Banners(Surroundings around) {
        this.around = around;
    }

    @ModelAttribute("troubles")
    Set<Trouble> troubles() {
        return around.troubles();
    }
}
