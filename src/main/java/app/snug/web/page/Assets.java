/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.page;

import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.servlet.resource.ResourceUrlProvider;

/** Addresses of static files, each with a hash of its content, so that browsers keep them. */
public final class Assets {

    private final ObjectProvider<ResourceUrlProvider> addresses;
    private final ConcurrentHashMap<String, String> known = new ConcurrentHashMap<>();

    Assets(ObjectProvider<ResourceUrlProvider> addresses) {
        this.addresses = addresses;
    }

    /**
     * @param name such as {@code snug.css}
     */
    public String url(String name) {
        return known.computeIfAbsent(
                name,
                file ->
                        Objects.requireNonNull(
                                addresses.getObject().getForLookupPath(StaticFiles.PATH + file),
                                file));
    }
}
