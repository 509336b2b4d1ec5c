/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.structure;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModularityTest {

    @Test
    void noRoomLooksIntoTheInsideOfAnotherAndNoTwoUseEachOther() {
        ApplicationModules.of("app.snug").verify();
    }
}
