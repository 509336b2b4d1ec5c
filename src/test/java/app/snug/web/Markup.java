/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.attoparser.ParseException;
import org.attoparser.config.ParseConfiguration;
import org.attoparser.dom.DOMMarkupParser;
import org.attoparser.dom.Element;
import org.attoparser.dom.INestableNode;
import org.attoparser.dom.INode;
import org.attoparser.dom.Text;
import org.unbescape.html.HtmlEscape;

/** A page or a fragment, taken apart into elements, attributes and text. */
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
    private static final DOMMarkupParser PARSER =
            new DOMMarkupParser(ParseConfiguration.htmlConfiguration());

    private final INestableNode root;

    Markup(String html) {
        try {
            root = PARSER.parse(html);
        } catch (ParseException e) {
            throw new AssertionError("No markup: " + html, e);
        }
    }

    /**
     * Elements in their order, each with the names of its attributes. What a text is divided into
     * by what stands in it (links, code, marks) does not count, nor how many lines there are in a
     * list.
     */
    List<String> shape() {
        List<String> shape = new ArrayList<>();
        shape(root, shape);
        return shape;
    }

    private static void shape(INestableNode node, List<String> shape) {
        boolean list = node instanceof Element e && name(e).equals("ol");
        Set<List<String>> lines = new HashSet<>();
        for (Element child : node.getChildrenOfType(Element.class)) {
            List<String> inside = new ArrayList<>();
            if (!isPartOfText(child)) {
                inside.add(kind(child));
            }
            if (!name(child).equals("ul")) {
                shape(child, inside);
            }
            if (!list || lines.add(inside)) {
                shape.addAll(inside);
            }
        }
    }

    private static String kind(Element element) {
        return name(element) + new TreeSet<>(element.getAttributeMap().keySet());
    }

    /** What it is made of, in whatever order. */
    Set<String> kinds() {
        return elements().stream()
                .filter(element -> !isPartOfText(element))
                .map(Markup::kind)
                .collect(Collectors.toSet());
    }

    private static boolean isPartOfText(Element element) {
        String kind = value(element, "class");
        return switch (name(element)) {
            case "a" -> value(element, "href").contains("/leave?n=");
            case "code" -> kind.equals("block");
            case "bdi" -> kind.startsWith("at");
            case "mark" -> true;
            default -> false;
        };
    }

    private static String name(Element element) {
        return element.getElementName();
    }

    private static String value(Element element, String attribute) {
        String value = element.getAttributeValue(attribute);
        return value == null ? "" : HtmlEscape.unescapeHtml(value);
    }

    private List<Element> elements() {
        List<Element> all = new ArrayList<>();
        gather(root, all);
        return all;
    }

    private static void gather(INestableNode node, List<Element> all) {
        for (Element child : node.getChildrenOfType(Element.class)) {
            all.add(child);
            gather(child, all);
        }
    }

    /** Whether it shows what a search found. */
    boolean isFound() {
        return elements().stream().anyMatch(element -> value(element, "id").equals("found"));
    }

    /** What runs, or leads elsewhere than to this server, or into the web where that is said. */
    List<String> harms() {
        List<String> harms = new ArrayList<>();
        for (Element element : elements()) {
            boolean leaves = value(element, "target").equals("_blank");
            for (String attribute : element.getAttributeMap().keySet()) {
                Pattern allowed = leaves && attribute.equals("href") ? WEB : OUR_OWN;
                if (attribute.startsWith("on")
                        || attribute.equals("style")
                        || ADDRESSES.contains(attribute)
                                && !allowed.matcher(value(element, attribute)).matches()) {
                    harms.add(kind(element) + " " + attribute + "=" + value(element, attribute));
                }
            }
            boolean ours = value(element, "src").startsWith("/assets/");
            if (name(element).equals("script") && !(ours && inside(element).isBlank())) {
                harms.add("a script: " + inside(element));
            }
            String rel = value(element, "rel");
            if (leaves && !(rel.contains("noreferrer") && rel.contains("noopener"))) {
                harms.add("a page that knows where one comes from");
            }
        }
        return harms;
    }

    /** All that is written in it, also where only a screen reader or a script sees it. */
    String words() {
        StringBuilder all = new StringBuilder();
        write(root, all);
        for (Element element : elements()) {
            element.getAttributeMap()
                    .values()
                    .forEach(value -> all.append(' ').append(HtmlEscape.unescapeHtml(value)));
        }
        return all.toString();
    }

    private static String inside(Element element) {
        StringBuilder inside = new StringBuilder();
        write(element, inside);
        return inside.toString();
    }

    private static void write(INestableNode node, StringBuilder all) {
        for (INode child : node.getChildren()) {
            if (child instanceof Text text) {
                all.append(HtmlEscape.unescapeHtml(text.getContent()));
            } else if (child instanceof INestableNode inner) {
                write(inner, all);
            }
        }
    }

    @Override
    public String toString() {
        return words().strip().lines().findFirst().orElse("");
    }
}
