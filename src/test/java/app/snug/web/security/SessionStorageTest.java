/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.convert.ConversionService;
import org.springframework.web.servlet.FlashMap;

class SessionStorageTest {

    private final ConversionService conversion = SessionStorage.conversion();

    private record Gadget(String command) implements Serializable {}

    @Test
    void plainValuesComeBack() {
        FlashMap flash = new FlashMap();
        flash.put("said", "hello");
        flash.addTargetRequestParam("page", "1");
        flash.startExpirationPeriod(60);
        for (Object value : List.of("text", 7L, Map.of("a", "b"), List.of("x"), flash)) {
            assertThat(roundTrip(value)).isEqualTo(value);
        }
    }

    @Test
    void anythingElseIsNotBroughtToLife() {
        assertThatThrownBy(() -> roundTrip(new Gadget("rm")))
                .isInstanceOf(ConversionException.class);
        assertThatThrownBy(() -> roundTrip(new ArrayList<>(List.of(new Gadget("rm")))))
                .isInstanceOf(ConversionException.class);
    }

    @Test
    void whatIsTooLargeIsRefused() {
        assertThatThrownBy(() -> roundTrip(new ArrayList<>(Collections.nCopies(20_000, "x"))))
                .isInstanceOf(ConversionException.class);
    }

    private Object roundTrip(Object value) {
        byte[] bytes = Objects.requireNonNull(conversion.convert(value, byte[].class));
        return Objects.requireNonNull(conversion.convert(bytes, Object.class));
    }
}
