/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.attachment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses as the official apps write them, and others. */
class FileAddressTest {

    private static final String KEY =
            "929e33ded05e653fec04b49645117f51851f102a947e04806791be416ed76602";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://filev2.getsession.org/file/1234567890",
                "http://filev2.getsession.org/file/tKO2VVg1JPHwgZuvqK_7bDHJeSr4UJ_8i13ETlwAn0jB#d",
                "http://127.0.0.1:22031/file/17#p=" + KEY,
                "https://files.example/file/17#d&p=" + KEY,
                "http://files.example:1/file/17",
                "http://files.example:65535/file/17"
            })
    void anAddressIsWrittenAsItWasRead(String url) throws Exception {
        assertThat(FileAddress.parse(url).url()).isEqualTo(url);
    }

    @Test
    void whereverAFileLiesThereIsAHostToAsk() throws Exception {
        for (String host : List.of("a", "a-b.c1", "1.x", "files.example.", "255.249.199.9")) {
            FileAddress address = FileAddress.parse("http://" + host + "/file/17");
            assertThat(URI.create(address.server()).getHost()).isEqualTo(host);
        }
        String longest = "a.".repeat(990) + "a";
        assertThatThrownBy(() -> FileAddress.parse("http://" + longest + "/file/17"))
                .isExactlyInstanceOf(MalformedAttachmentException.class);
    }

    @Test
    void otherWaysToWriteItAreUnderstood() throws Exception {
        FileAddress address =
                FileAddress.parse("http://files.example:8080/files/17#sr=x&d=&p=" + KEY + "&e=00");
        assertThat(address.server()).isEqualTo("http://files.example:8080");
        assertThat(address.id().value()).isEqualTo("17");
        assertThat(address.stream()).isTrue();
        assertThat(address.serverKey().orElseThrow().hex()).isEqualTo(KEY);
        assertThat(FileAddress.parse("http://files.example/file/17#").stream()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "file:///etc/passwd",
                "http://files.example/file/",
                "http://files.example/file/a/b",
                "http://files.example/file/..",
                "http://files.example/file/17?x=1",
                "http://me@files.example/file/17",
                "http://files.example/other/17",
                "javascript:alert(1)//http://files.example/file/17",
                "http://files.example/file/17#p=00",
                "http://-/file/17#p=" + KEY,
                "http://./file/17#p=" + KEY,
                "http://.../file/17",
                "http://files..example/file/17",
                "http://-files.example/file/17",
                "http://files.example-/file/17",
                "http://1.2.3/file/17",
                "http://17/file/17",
                "http://127.0.0.256/file/17",
                "http://files.example:/file/17",
                "http://files.example:0/file/17",
                "http://files.example:00/file/17",
                "http://files.example:65536/file/17",
                "http://files.example:99999/file/17#p=" + KEY,
                "http://files.example/file/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void whatIsNoFilesAddressIsRefused(String url) {
        assertThatThrownBy(() -> FileAddress.parse(url))
                .isExactlyInstanceOf(MalformedAttachmentException.class);
    }
}
