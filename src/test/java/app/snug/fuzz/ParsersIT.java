/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short search; {@code ./snug bench fuzz} searches longer. */
class ParsersIT {

    @Test
    void nothingThatIsFoundInAShortTimeBreaksAParser(@TempDir Path directory) throws Exception {
        Fuzzing.Result result = Fuzzing.run(directory, Duration.ofSeconds(6), 20_261_125);
        assertThat(result.sound()).as(result.log()).isTrue();
        assertThat(result.runs()).as(result.log()).isGreaterThan(1_000);
    }
}
