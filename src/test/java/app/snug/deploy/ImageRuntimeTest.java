/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.Security;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ImageRuntimeTest {

    /**
     * Java looks for one that is missing in every jar, and starts BouncyCastle to ask for its name.
     */
    @Test
    void noProviderThatJavaKnowsByNameIsMissing() throws Exception {
        assertThat(ImageRuntime.modules())
                .containsAll(
                        Arrays.stream(Security.getProviders())
                                .map(provider -> provider.getClass().getModule())
                                .filter(module -> module.isNamed())
                                .map(module -> module.getName())
                                .toList());
    }
}
