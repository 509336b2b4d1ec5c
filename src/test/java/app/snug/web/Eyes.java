/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a page as people with different eyes, screens and habits do: axe-core's rules for
 * accessibility, and nothing beyond the edge. With the system property {@code snug.shots} it also
 * leaves pictures in that folder.
 */
final class Eyes {

    private static final @Nullable String SHOTS = System.getProperty("snug.shots");

    /** Where the rules are, as a script of the house: a browser reads it once. */
    static final String AXE = "/assets/axe-for-tests.js";

    /** Gives nothing back: to hand over the rules themselves costs more than to apply them. */
    private static final String LOADED =
            """
            (source) => {
              if (window.axe) return;
              return new Promise((done, lost) => {
                const script = document.createElement('script');
                script.onload = () => done();
                script.onerror = lost;
                script.src = source;
                document.head.append(script);
              });
            }
            """;

    /** All rules by day; by night only what comes of colours. */
    private static final Map<ColorScheme, Object> RULES =
            Map.of(
                    ColorScheme.LIGHT,
                    List.of(
                            "wcag2a",
                            "wcag2aa",
                            "wcag21a",
                            "wcag21aa",
                            "wcag22aa",
                            "best-practice"),
                    ColorScheme.DARK,
                    Map.of("type", "rule", "values", List.of("color-contrast", "target-size")));

    /**
     * What stands on many pages, such as a row of the list, is looked at once by day and once by
     * night.
     */
    private static final String LOOK =
            """
            ([rules, known]) => {
              const sum = (text) => {
                let hash = 7;
                for (let i = 0; i < text.length; i++) hash = (hash * 31 + text.charCodeAt(i)) | 0;
                return hash + ':' + text.length;
              };
              const parts = [...document.querySelectorAll('#list > li, .side-foot, #log > li, #composer')]
                .map((part) => [part, sum(part.outerHTML)]);
              const exclude = parts.filter(([part, hash]) => known.includes(hash)).map(([part]) => part);
              return axe.run({ include: [document.documentElement], exclude }, {
                runOnly: rules, resultTypes: ['violations'], preload: false, iframes: false,
              }).then(({ violations }) => [parts.map(([part, hash]) => hash),
                violations.flatMap((rule) => rule.nodes.map((node) =>
                  rule.id + ' (' + rule.help + '): ' + node.html.slice(0, 200)
                  + ' ' + (node.any[0]?.message ?? '')))]);
            }
            """;

    /** The colours come some frames after they were asked for. */
    private static final String SETTLED =
            """
            async (dark) => {
              const scheme = matchMedia('(prefers-color-scheme: dark)');
              const frame = () => new Promise((done) => requestAnimationFrame(done));
              while (scheme.matches !== dark) await frame();
              await frame();
              await frame();
            }
            """;

    private static final String WIDTH =
            """
            (direction) => {
              document.documentElement.dir = direction;
              return document.documentElement.scrollWidth;
            }
            """;

    private final Map<ColorScheme, Set<String>> known =
            Map.of(ColorScheme.LIGHT, new HashSet<>(), ColorScheme.DARK, new HashSet<>());
    private final List<String> complaints = new ArrayList<>();

    /** What was seen so far. */
    List<String> complaints() {
        return complaints;
    }

    /** A page as wide as a desk, by day; so it is afterwards, too. */
    void look(Page page, String name) {
        fits(page, name, 1280, "ltr");
        shoot(page, name, 1280, ColorScheme.LIGHT, "ltr");
        rules(page, name, ColorScheme.LIGHT);
        page.setViewportSize(390, 844);
        fits(page, name, 390, "ltr");
        shoot(page, name, 390, ColorScheme.LIGHT, "ltr");
        colours(page, ColorScheme.DARK);
        rules(page, name, ColorScheme.DARK);
        shoot(page, name, 390, ColorScheme.DARK, "ltr");
        page.setViewportSize(320, 640);
        fits(page, name, 320, "rtl");
        shoot(page, name, 320, ColorScheme.DARK, "rtl");
        page.setViewportSize(1280, 800);
        shoot(page, name, 1280, ColorScheme.DARK, "rtl");
        page.evaluate(WIDTH, "ltr");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    }

    private void rules(Page page, String name, ColorScheme scheme) {
        page.evaluate(LOADED, AXE);
        List<?> seen =
                (List<?>)
                        page.evaluate(
                                LOOK, List.of(RULES.get(scheme), List.copyOf(known.get(scheme))));
        ((List<?>) seen.get(0)).forEach(part -> known.get(scheme).add((String) part));
        ((List<?>) seen.get(1))
                .forEach(complaint -> complaints.add(name + ", " + scheme + ": " + complaint));
    }

    private void fits(Page page, String name, int width, String direction) {
        int needed = (Integer) page.evaluate(WIDTH, direction);
        if (needed > width) {
            complaints.add(
                    "%s, %s: %d px wide, needs %d".formatted(name, direction, width, needed));
        }
    }

    private static void colours(Page page, ColorScheme scheme) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        page.evaluate(SETTLED, scheme == ColorScheme.DARK);
    }

    private static void shoot(
            Page page, String name, int width, ColorScheme scheme, String direction) {
        if (SHOTS != null) {
            String file =
                    "%s-%d-%s-%s.png"
                            .formatted(
                                    name, width, scheme.name().toLowerCase(Locale.ROOT), direction);
            page.screenshot(new Page.ScreenshotOptions().setPath(Path.of(SHOTS, file)));
        }
    }
}
