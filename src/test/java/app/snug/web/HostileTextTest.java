/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.web.page.Assets;
import app.snug.web.security.Unsent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockServletContext;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.web.servlet.RequestBuilder;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.thymeleaf.cache.TemplateCacheKey;
import org.thymeleaf.context.WebContext;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.web.servlet.JakartaServletWebApplication;

/** Whatever strangers write, it is text on every page and in every fragment, and nothing else. */
@PageTest
class HostileTextTest {

    private static final Path TEMPLATES = Path.of("frontend/templates");
    private static final Pattern FRAGMENT = Pattern.compile("th:fragment=\"(\\w+)");

    /** What gets around escaping, or takes a text for code. */
    private static final Pattern WAY_AROUND =
            Pattern.compile("th:utext|th:inline|\\[\\[|\\[\\(|__\\$\\{|th:on\\w+|data-th-");

    private static final List<String> NASTY =
            List.of(
                    "<script>alert(1)</script>",
                    "\"><img src=x onerror=alert(1)>",
                    "' onmouseover='alert(1)",
                    "--></title></textarea></style><svg onload=alert(1)>",
                    "<!--",
                    "]]><a href=//a.example>",
                    "javascript:alert(1)",
                    "data:text/html,<b>x",
                    "https://a.example/\"onclick=alert(1)",
                    "http://user@a.example/",
                    "[[${7*7}]] [(${7*7})]",
                    "__${7*7}__::.x",
                    "${T(java.lang.System).exit(1)} *{x} #{page.copy} @{/x} ~{frame}",
                    "{0} {1,choice,0#x} '{",
                    "\u202Egnp.exe\u2066\u2067\u200F",
                    "\u0000\u0008\u001B[31m\u007F\u0085",
                    "\uD83D x \uDC69",
                    "\uD83D\uDC69\u200D\uD83D\uDC67 \uD83C\uDFF4",
                    "\u0634\u0643\u0631\u0627",
                    "e" + "\u0301".repeat(40),
                    "&lt;&amp;&#39;&quot;&nbsp&#0;",
                    "`x` \\ %00 %3Cscript%3E +",
                    "```<b>code</b>``` ",
                    "a\nb\nc",
                    "\u2028\u2029\uFEFF\uFFFE");

    @Autowired MockMvcTester pages;
    @Autowired AutowireCapableBeanFactory beans;
    @Autowired SpringTemplateEngine templates;
    @Autowired Assets assets;

    private final OutsideScene.House house = new OutsideScene.House();
    private final Set<String> rendered = new TreeSet<>();

    /** The same walk with other text: how pages look. */
    private final List<Markup> harmless = new ArrayList<>();

    /** What the test framework does for its own tests: the house of all page tests is taken. */
    @BeforeProperty
    void enter() throws Exception {
        new TestContextManager(HostileTextTest.class).prepareTestInstance(this);
        beans.autowireBean(house);
    }

    @Provide
    Arbitrary<List<String>> hostile() {
        return Arbitraries.shuffle(NASTY);
    }

    @Property(tries = 2, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void textFromOutsideIsTextInEveryTemplate(@ForAll("hostile") List<String> texts)
            throws Exception {
        templates.clearTemplateCache();
        Places places = new Places(texts);
        List<Markup> hostile = walk(places);
        if (harmless.isEmpty()) {
            harmless.addAll(walk(new Places(texts.stream().map(Places::harmless).toList())));
        }
        assertThat(hostile).hasSameSizeAs(harmless);
        Set<String> kinds = new TreeSet<>();
        harmless.forEach(page -> kinds.addAll(page.kinds()));
        for (int i = 0; i < hostile.size(); i++) {
            assertThat(hostile.get(i).harms()).as("page %d", i).isEmpty();
            Set<String> strange = hostile.get(i).kinds();
            strange.removeAll(kinds);
            assertThat(strange).as("page %d", i).isEmpty();
            assertSameShape(hostile.get(i), harmless.get(i), i);
            places.look(hostile.get(i));
        }
        assertThat(places.unseen()).isEmpty();
        Set<String> missed = everyTemplateAndFragment();
        missed.removeAll(rendered);
        assertThat(missed).as("templates and fragments that were not seen").isEmpty();
    }

    private static void assertSameShape(Markup hostile, Markup harmless, int number) {
        if (hostile.isFound()) {
            // As much as is found.
            return;
        }
        List<String> one = hostile.shape();
        List<String> other = harmless.shape();
        int at = 0;
        while (at < one.size() && at < other.size() && one.get(at).equals(other.get(at))) {
            at++;
        }
        assertThat(one.subList(at, Math.min(one.size(), at + 5)))
                .as("page %d: %s", number, hostile)
                .isEqualTo(other.subList(at, Math.min(other.size(), at + 5)));
    }

    private List<Markup> walk(Places places) throws Exception {
        List<Markup> seen = new ArrayList<>();
        OutsideScene scene = new OutsideScene(house, places);
        try {
            for (RequestBuilder request : scene.walk()) {
                byte[] answer = pages.perform(request).getResponse().getContentAsByteArray();
                seen.add(new Markup(new String(answer, StandardCharsets.UTF_8)));
                note();
            }
        } finally {
            scene.leave();
        }
        byItself(places).forEach((template, variables) -> seen.add(render(template, variables)));
        return seen;
    }

    /** Pages that no request of a member leads to. */
    private static Map<String, Map<String, Object>> byItself(Places places) {
        String typed = places.in("code");
        return Map.of(
                "porch/setup",
                Map.of("code", typed, "login", places.in("owner"), "refusal", "WRONG_CODE"),
                "error/page",
                Map.of(
                        "what",
                        "stale",
                        "back",
                        "/c/1",
                        "unsent",
                        new Unsent(
                                "/c/1/messages",
                                "text",
                                places.in("kept"),
                                List.of(new Unsent.Field("form", places.in("carried"))))),
                "error/passing",
                Map.of("what", "stale"),
                "condition/away",
                Map.of("what", "database", "again", true),
                "condition/banner",
                Map.of("troubles", List.of(app.snug.household.Surroundings.Trouble.DISK_FULL)),
                "porch/words",
                Map.of("words", List.of("lantern"), "unkept", true),
                "condition/path :: path",
                Map.of("hops", List.of(new Place("status.hop.1", places.in("node")))));
    }

    /** A node on the way, which its own answer names. */
    public record Place(String key, String host) {}

    private Markup render(String template, Map<String, Object> variables) {
        MockServletContext server = new MockServletContext();
        WebContext context =
                new WebContext(
                        JakartaServletWebApplication.buildApplication(server)
                                .buildExchange(
                                        new MockHttpServletRequest(server),
                                        new MockHttpServletResponse()),
                        Locale.UK,
                        variables);
        context.setVariable("assets", assets);
        String[] parts = template.split(" :: ", 2);
        Set<String> fragment = parts.length > 1 ? Set.of(parts[1]) : Set.of();
        Markup page = new Markup(templates.process(parts[0], fragment, context));
        note();
        return page;
    }

    private void note() {
        for (TemplateCacheKey key :
                templates.getConfiguration().getCacheManager().getTemplateCache().keySet()) {
            rendered.add(key.getTemplate());
            if (key.getTemplateSelectors() != null) {
                key.getTemplateSelectors()
                        .forEach(fragment -> rendered.add(key.getTemplate() + " :: " + fragment));
            }
        }
    }

    private static Set<String> everyTemplateAndFragment() {
        Set<String> all = new TreeSet<>();
        for (Path file : files()) {
            String path = TEMPLATES.relativize(file).toString();
            String template = path.substring(0, path.length() - ".html".length());
            all.add(template);
            Matcher fragment = FRAGMENT.matcher(read(file));
            while (fragment.find()) {
                all.add(template + " :: " + fragment.group(1));
            }
        }
        return all;
    }

    @Example
    void noTemplateHasAWayAroundEscaping() {
        assertThat(files()).isNotEmpty();
        for (Path file : files()) {
            assertThat(read(file)).as("%s", file).doesNotContainPattern(WAY_AROUND);
        }
    }

    private static List<Path> files() {
        try (Stream<Path> all = Files.walk(TEMPLATES)) {
            return all.filter(file -> file.toString().endsWith(".html")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
