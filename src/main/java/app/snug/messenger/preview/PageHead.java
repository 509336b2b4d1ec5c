/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.preview;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a page says of itself: {@code og:title} or {@code title}, and {@code og:image} or an icon.
 *
 * @param title plain text; empty if there is none
 * @param image an address, as it stands there; empty if there is none
 */
record PageHead(String title, String image) {

    private static final Pattern TAG =
            Pattern.compile("<(meta|link)\\b([^>]{0,4096})>", Pattern.CASE_INSENSITIVE);
    private static final Pattern ATTRIBUTE =
            Pattern.compile(
                    "([a-zA-Z:-]{1,40})\\s{0,8}=\\s{0,8}(?:\"([^\"]*)\"|'([^']*)'|([^\\s\"'>]+))");
    private static final Pattern TITLE =
            Pattern.compile("<title\\b[^>]{0,256}>([^<]{0,2048})", Pattern.CASE_INSENSITIVE);
    private static final Pattern CHARSET =
            Pattern.compile(
                    "<meta[^>]{0,256}charset=[\"']?([A-Za-z0-9_-]{2,40})",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern ENTITY = Pattern.compile("&(#x?[0-9a-fA-F]{1,6}|[a-zA-Z]{2,6});");
    private static final int CHARSET_WITHIN = 2048;

    private static final Map<String, String> NAMED =
            Map.of(
                    "amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", " ",
                    "ndash", "–", "mdash", "—", "hellip", "…");

    /**
     * @param charset as the server says; empty if it does not
     */
    static PageHead of(byte[] html, String charset) {
        String text = new String(html, charset(html, charset));
        String title = "";
        String image = "";
        String icon = "";
        Matcher tags = TAG.matcher(text);
        while (tags.find()) {
            Map<String, String> attributes = attributes(tags.group(2));
            String property =
                    attributes
                            .getOrDefault("property", attributes.getOrDefault("name", ""))
                            .toLowerCase(Locale.ROOT);
            String content = attributes.getOrDefault("content", "");
            if (property.equals("og:title") && title.isEmpty()) {
                title = content;
            } else if ((property.equals("og:image") || property.equals("og:image:url"))
                    && image.isEmpty()) {
                image = content;
            } else if (attributes.getOrDefault("rel", "").toLowerCase(Locale.ROOT).contains("icon")
                    && icon.isEmpty()) {
                icon = attributes.getOrDefault("href", "");
            }
        }
        Matcher plain = TITLE.matcher(text);
        if (title.isBlank() && plain.find()) {
            title = decoded(plain.group(1));
        }
        return new PageHead(
                title.replaceAll("[\\s\\p{Cntrl}]+", " ").strip(), image.isBlank() ? icon : image);
    }

    private static Map<String, String> attributes(String tag) {
        Map<String, String> attributes = new HashMap<>();
        Matcher matcher = ATTRIBUTE.matcher(tag);
        while (matcher.find()) {
            String value =
                    matcher.group(2) != null
                            ? matcher.group(2)
                            : matcher.group(3) != null ? matcher.group(3) : matcher.group(4);
            attributes.putIfAbsent(matcher.group(1).toLowerCase(Locale.ROOT), decoded(value));
        }
        return attributes;
    }

    private static Charset charset(byte[] html, String said) {
        String name = said;
        if (name.isEmpty()) {
            Matcher inside =
                    CHARSET.matcher(
                            new String(
                                    html,
                                    0,
                                    Math.min(CHARSET_WITHIN, html.length),
                                    StandardCharsets.ISO_8859_1));
            name = inside.find() ? inside.group(1) : "";
        }
        try {
            return name.isEmpty() ? StandardCharsets.UTF_8 : Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return StandardCharsets.UTF_8;
        }
    }

    private static String decoded(String text) {
        return ENTITY.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(decodedOne(match.group(1))));
    }

    private static String decodedOne(String entity) {
        if (!entity.startsWith("#")) {
            return NAMED.getOrDefault(entity, "&" + entity + ";");
        }
        try {
            int code =
                    entity.startsWith("#x") || entity.startsWith("#X")
                            ? Integer.parseInt(entity.substring(2), 16)
                            : Integer.parseInt(entity.substring(1));
            return Character.isValidCodePoint(code) && !Character.isISOControl(code)
                    ? Character.toString(code)
                    : "";
        } catch (NumberFormatException e) {
            return "";
        }
    }
}
