/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.household;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.snug.household.Members.Refusal;
import app.snug.household.Members.RefusedException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Says why something must be refused. */
final class Refusals {

    private Refusals() {}

    static void assertRefused(Refusal why, ThrowingCallable what) {
        assertThatThrownBy(what)
                .asInstanceOf(InstanceOfAssertFactories.type(RefusedException.class))
                .extracting(RefusedException::refusal)
                .isEqualTo(why);
    }
}
