/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;

/** A page or a fragment as a browser's parser takes it. */
final class Markup {

    /** Attributes that lead somewhere or load something. */
    private static final Set<String> ADDRESSES =
            Set.of(
                    "href",
                    "xlink:href",
                    "src",
                    "srcset",
                    "action",
                    "formaction",
                    "poster",
                    "data",
                    "hx-get",
                    "hx-post",
                    "data-page",
                    "data-live",
                    "data-address");

    private static final Pattern OUR_OWN = Pattern.compile("(/(?!/)[^\\s\\\\]*|#[\\w-]*|)");
    private static final Pattern WEB = Pattern.compile("https?://[\\w.-]+(:\\d+)?([/?#]\\S*)?");

    private final Document document;

    Markup(String html) {
        document = Jsoup.parse(html);
    }

    /**
     * Elements in their order, each with the names of its attributes. What a text is divided into
     * by what stands in it (links, code, marks) does not count, nor how many lines of one kind
     * follow each other in a list.
     */
    List<String> shape() {
        Document copy = document.clone();
        Elements parts = copy.select("a[target=_blank]:not(.preview), code.block, bdi.at, mark");
        parts.forEach(Element::unwrap);
        // Lists have as many lines as there are things.
        for (Element list : copy.select("ul, ol")) {
            Set<List<String>> kinds = new HashSet<>();
            for (Element line : list.children()) {
                if (!kinds.add(shape(line))) {
                    line.remove();
                }
            }
        }
        return shape(copy);
    }

    private static List<String> shape(Element element) {
        return element.getAllElements().stream().map(Markup::name).toList();
    }

    private static String name(Element element) {
        Set<String> attributes = new TreeSet<>();
        element.attributes().forEach(attribute -> attributes.add(attribute.getKey()));
        return element.tagName() + attributes;
    }

    /** Nothing runs, and addresses lead to this server, or into the web where that is said. */
    void assertHarmless() {
        for (Element element : document.getAllElements()) {
            for (Attribute attribute : element.attributes()) {
                String name = attribute.getKey();
                assertThat(name).as("%s", element).doesNotStartWith("on").isNotEqualTo("style");
                if (ADDRESSES.contains(name)) {
                    boolean leaves = element.attr("target").equals("_blank") && name.equals("href");
                    assertThat(attribute.getValue())
                            .as("%s of %s", name, element.tagName())
                            .matches(leaves ? WEB : OUR_OWN);
                }
            }
            if (element.tagName().equals("script")) {
                assertThat(element.attr("src")).startsWith("/assets/");
                assertThat(element.data()).isEmpty();
            }
            if (element.attr("target").equals("_blank")) {
                assertThat(element.attr("rel")).contains("noreferrer", "noopener");
            }
        }
    }

    @Override
    public String toString() {
        return document.title() + " " + document.select("h1, h2").eachText();
    }

    /** All that is written in it, also where only a screen reader or a script sees it. */
    String words() {
        StringBuilder all = new StringBuilder(document.wholeText());
        for (Element element : document.getAllElements()) {
            element.attributes().forEach(a -> all.append(' ').append(a.getValue()));
        }
        return all.toString();
    }
}
