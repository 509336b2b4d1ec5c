/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.preview;

import app.snug.messenger.PictureRefusedException;
import app.snug.messenger.media.Pictures;
import app.snug.messenger.media.SafePicture;
import app.snug.outside.WebGet;
import app.snug.protocol.message.LinkPreview;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the page behind a link ({@code protocol/07} §5). */
public final class LinkLook {

    private static final Logger LOG = LoggerFactory.getLogger(LinkLook.class);

    private static final int MAX_HTML = 500 << 10;
    private static final int MAX_IMAGE = 1 << 20;
    private static final Set<String> HTML = Set.of("text/html", "application/xhtml+xml");

    private final WebGet web;
    private final Pictures pictures;

    public LinkLook(WebGet web, Pictures pictures) {
        this.web = web;
        this.pictures = pictures;
    }

    /**
     * What was seen; never neither.
     *
     * @param title empty if the page has none
     * @param picture null if the page has none that is safe
     */
    public record Seen(String title, @Nullable SafePicture picture) {}

    /** Empty if there is nothing to see, or it may not be looked at. */
    public Optional<Seen> at(String url) {
        if (url.length() > LinkPreview.MAX_URL) {
            return Optional.empty();
        }
        try {
            WebGet.Page page = web.get(new URI(url), "text/html", MAX_HTML);
            if (!HTML.contains(page.contentType())) {
                return Optional.empty();
            }
            PageHead head = PageHead.of(page.body(), page.charset());
            String title =
                    head.title().codePointCount(0, head.title().length()) > LinkPreview.MAX_TITLE
                            ? head.title()
                                            .substring(
                                                    0,
                                                    head.title()
                                                            .offsetByCodePoints(
                                                                    0, LinkPreview.MAX_TITLE - 1))
                                    + "…"
                            : head.title();
            SafePicture picture = picture(page.at(), head.image());
            return title.isEmpty() && picture == null
                    ? Optional.empty()
                    : Optional.of(new Seen(title, picture));
        } catch (IOException | URISyntaxException e) {
            // Nothing of the address: what people write is no log's business.
            LOG.debug("A link is not looked at: {}", e.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    private @Nullable SafePicture picture(URI page, String image) {
        if (image.isBlank()) {
            return null;
        }
        try {
            WebGet.Page found = web.get(page.resolve(new URI(image.strip())), "image/*", MAX_IMAGE);
            return found.whole() ? pictures.makeSafe(found.body()) : null;
        } catch (IOException
                | URISyntaxException
                | IllegalArgumentException
                | PictureRefusedException e) {
            return null;
        }
    }
}
