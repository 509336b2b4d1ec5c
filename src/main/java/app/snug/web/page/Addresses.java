/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.page;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** Whole addresses of pages, as the browser that asks knows this server. */
public final class Addresses {

    private Addresses() {}

    /**
     * @param path such as {@code /join/…}
     */
    public static String of(HttpServletRequest request, String path) {
        return ServletUriComponentsBuilder.fromContextPath(request).path(path).toUriString();
    }
}
