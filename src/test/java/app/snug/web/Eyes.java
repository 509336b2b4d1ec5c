/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a page as people with different eyes, screens and habits do: axe-core's rules for
 * accessibility, and nothing beyond the edge. With the system property {@code snug.shots} it also
 * leaves pictures in that folder.
 */
final class Eyes {

    private static final @Nullable String SHOTS = System.getProperty("snug.shots");
    private static final String AXE = axe();
    private static final String RULES =
            """
            (wide) => axe.run(document, { runOnly: [
                'wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa',
                // On a phone the list is all of its page: no heading, no main.
                ...(wide ? ['best-practice'] : []),
              ] }).then((found) => found.violations.flatMap((rule) => rule.nodes.map((node) =>
                rule.id + ' (' + rule.help + '): ' + node.html.slice(0, 200)
                + ' ' + (node.any[0]?.message ?? ''))))
            """;

    /** The colours come some frames after they were asked for. */
    private static final String SETTLED =
            """
            async ([direction, dark]) => {
              document.documentElement.dir = direction;
              const scheme = matchMedia('(prefers-color-scheme: dark)');
              const frame = () => new Promise((done) => requestAnimationFrame(done));
              while (scheme.matches !== dark) await frame();
              await frame();
              await frame();
            }
            """;

    private final List<String> complaints = new ArrayList<>();

    /** What was seen so far. */
    List<String> complaints() {
        return complaints;
    }

    void look(Page page, String name) {
        see(page, name, 1280, 800, ColorScheme.LIGHT, "ltr");
        see(page, name, 390, 844, ColorScheme.DARK, "ltr");
        shoot(page, name, 320, 640, ColorScheme.LIGHT, "rtl");
        fits(page, name, 320);
        if (SHOTS != null) {
            shoot(page, name, 1280, 800, ColorScheme.DARK, "ltr");
            shoot(page, name, 390, 844, ColorScheme.LIGHT, "ltr");
            shoot(page, name, 1280, 800, ColorScheme.LIGHT, "rtl");
        }
        shape(page, 1280, 800, ColorScheme.LIGHT, "ltr");
    }

    private void see(
            Page page, String name, int width, int height, ColorScheme light, String direction) {
        shoot(page, name, width, height, light, direction);
        if ((Boolean) page.evaluate("() => !window.axe")) {
            page.evaluate(AXE);
        }
        String where = "%s, %d px, %s, %s: ".formatted(name, width, light, direction);
        for (Object complaint : (List<?>) page.evaluate(RULES, width >= 1280)) {
            complaints.add(where + complaint);
        }
        fits(page, where, width);
    }

    private void fits(Page page, String where, int width) {
        int needed = (Integer) page.evaluate("() => document.documentElement.scrollWidth");
        if (needed > width) {
            complaints.add("%s: %d px wide, needs %d".formatted(where, width, needed));
        }
    }

    private static void shoot(
            Page page, String name, int width, int height, ColorScheme light, String direction) {
        shape(page, width, height, light, direction);
        if (SHOTS != null) {
            String file =
                    "%s-%d-%s-%s.png"
                            .formatted(
                                    name, width, light.name().toLowerCase(Locale.ROOT), direction);
            page.screenshot(new Page.ScreenshotOptions().setPath(Path.of(SHOTS, file)));
        }
    }

    private static void shape(
            Page page, int width, int height, ColorScheme light, String direction) {
        page.setViewportSize(width, height);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(light));
        page.evaluate(SETTLED, List.of(direction, light == ColorScheme.DARK));
    }

    private static String axe() {
        try (InputStream in = Eyes.class.getResourceAsStream("/axe.min.js")) {
            if (in == null) {
                throw new IllegalStateException("axe.min.js is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
