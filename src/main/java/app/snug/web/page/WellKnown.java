/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.page;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseBody;

/** Files that browsers and robots ask for by name. */
@Controller
class WellKnown {

    private static final String PAPER = "#efe6d8";

    private final Assets assets;
    private final Words words;

    WellKnown(Assets assets, Words words) {
        this.assets = assets;
        this.words = words;
    }

    @GetMapping("/favicon.ico")
    String icon() {
        return "redirect:" + assets.url("mark.svg");
    }

    /** Nothing here is for search engines. */
    @GetMapping(value = "/robots.txt", produces = MediaType.TEXT_PLAIN_VALUE)
    @ResponseBody
    String robots() {
        return "User-agent: *\nDisallow: /\n";
    }

    @GetMapping(value = "/manifest.webmanifest", produces = "application/manifest+json")
    @ResponseBody
    Map<String, Object> manifest(Locale locale) {
        return Map.of(
                "name",
                "Snug",
                "short_name",
                "Snug",
                "description",
                words.say(locale, "page.motto"),
                "start_url",
                "/",
                "display",
                "standalone",
                "background_color",
                PAPER,
                "theme_color",
                PAPER,
                "icons",
                List.of(
                        Map.of(
                                "src", assets.url("mark.svg"),
                                "sizes", "any",
                                "type", "image/svg+xml")));
    }
}
