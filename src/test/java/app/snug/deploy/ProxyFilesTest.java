/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.messenger.Drafts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyFilesTest {

    /** For the heads of parts, names of files in them. */
    private static final int AROUND_A_FILE = 10_000;

    @ParameterizedTest
    @CsvSource({
        "deploy/nginx.conf,client_max_body_size",
        "helm/snug/values.yaml,proxy-body-size:",
        "src/main/resources/application.yaml,max-swallow-size:"
    })
    void aFormWithAllFilesOfAMessageIsLetThrough(Path file, String setting) throws IOException {
        Matcher limit =
                Pattern.compile(Pattern.quote(setting) + " (\\d+)(m;?|MB)")
                        .matcher(Files.readString(file));
        assertThat(limit.find()).isTrue();
        assertThat(Long.parseLong(limit.group(1)) << 20)
                .isGreaterThan((long) Drafts.MOST * (Drafts.MAX_SIZE + AROUND_A_FILE));
    }
}
