/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.preview;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.messenger.media.Pictures;
import app.snug.outside.TestWeb;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LinkLookTest {

    private TestWeb web;
    private LinkLook look;

    @BeforeEach
    void open() throws Exception {
        web = new TestWeb();
        look = new LinkLook(web.client(), new Pictures());
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB), "png", png);
        web.page("/lake.png", "image/png", png.toByteArray());
        web.page("/drawing.svg", "image/svg+xml", "<svg/>".getBytes(StandardCharsets.UTF_8));
    }

    @AfterEach
    void close() {
        web.close();
    }

    private void page(String path, String html) {
        web.page(path, "text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void titleAndPictureAreWhatThePageWantsThemToBe() {
        page(
                "/lake",
                "<html><head><title>No</title><meta content='The lake &amp; the \"boat\" &#x1F6B6;'"
                        + " property=og:title><meta property=\"og:image\" content=\"lake.png\">");
        LinkLook.Seen seen = look.at(TestWeb.url("/lake")).orElseThrow();
        assertThat(seen.title()).isEqualTo("The lake & the \"boat\" 🚶");
        assertThat(seen.picture()).satisfies(p -> assertThat(p.width()).isEqualTo(40));
    }

    @Test
    void aPlainPageHasItsTitleAndAnIconIfThereIsOne() {
        page(
                "/plain",
                "<TITLE>\n A  plain\n page</TITLE><link rel='shortcut icon' href=/lake.png>");
        LinkLook.Seen seen = look.at(TestWeb.url("/plain")).orElseThrow();
        assertThat(seen.title()).isEqualTo("A plain page");
        assertThat(seen.picture()).isNotNull();
    }

    @Test
    void activePicturesAreLeftOutAndAddressesInsideTheHouseAreNotAsked() {
        page("/svg", "<title>Drawing</title><meta property=og:image content=/drawing.svg>");
        assertThat(look.at(TestWeb.url("/svg")).orElseThrow().picture()).isNull();
        page("/in", "<title>In</title><meta property=og:image content='https://10.0.0.1/a.png'>");
        assertThat(look.at(TestWeb.url("/in")).orElseThrow().picture()).isNull();
    }

    @Test
    void whatIsNoPageOrSaysNothingHasNoPreview() {
        page("/empty", "<p>Nothing");
        web.page("/file", "application/zip", new byte[10]);
        for (String path : new String[] {"/empty", "/file", "/gone"}) {
            assertThat(look.at(TestWeb.url(path))).isEmpty();
        }
        assertThat(look.at("https://not a url")).isEmpty();
    }
}
