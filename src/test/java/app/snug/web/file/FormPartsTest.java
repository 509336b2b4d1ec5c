/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FormPartsTest {

    private static List<FormParts.Part> read(byte[] body, int most) throws IOException {
        FormParts form =
                FormParts.of(
                        new ByteArrayInputStream(body), "multipart/form-data; boundary=b", most);
        List<FormParts.Part> parts = new ArrayList<>();
        for (var part = form.next(); part.isPresent(); part = form.next()) {
            parts.add(part.get());
        }
        return parts;
    }

    private static byte[] form(byte[] content) {
        byte[] head =
                "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a%22b.txt\"\r\n\r\n"
                        .getBytes(StandardCharsets.UTF_8);
        byte[] tail = "\r\n--b--\r\n".getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[head.length + content.length + tail.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(content, 0, all, head.length, content.length);
        System.arraycopy(tail, 0, all, head.length + content.length, tail.length);
        return all;
    }

    @Test
    void whatLooksLikeABoundaryInsideAFileIsPartOfIt() throws IOException {
        byte[] content = "\r\n-\r\n--\r\r\n--\r\n--a\r\n-b".getBytes(StandardCharsets.ISO_8859_1);
        FormParts.Part part = read(form(content), 100).getFirst();
        assertThat(part.bytes()).isEqualTo(content);
        assertThat(part.fileName()).isEqualTo("a\"b.txt");
    }

    @Test
    void whatIsTooLongIsCountedAndNotKept() throws IOException {
        FormParts.Part part = read(form(new byte[1000]), 100).getFirst();
        assertThat(part.bytes()).hasSize(100);
        assertThat(part.over()).isEqualTo(900);
    }

    @Test
    void noiseIsRefusedAndNothingWorseHappens() {
        Random random = new Random(7);
        byte[] good = form("content".getBytes(StandardCharsets.UTF_8));
        int refused = 0;
        for (int i = 0; i < 500; i++) {
            byte[] bad = Arrays.copyOf(good, random.nextInt(good.length));
            if (bad.length > 0) {
                bad[random.nextInt(bad.length)] ^= (byte) (1 + random.nextInt(255));
            }
            try {
                var unused = read(bad, 50);
            } catch (IOException e) {
                assertThat(e).isInstanceOf(FormParts.MalformedException.class);
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(400);
    }
}
