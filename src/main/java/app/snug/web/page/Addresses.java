/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.page;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import org.springframework.web.util.UriComponentsBuilder;

/** Whole addresses of pages, as the browser that asks knows this server. */
public final class Addresses {

    private Addresses() {}

    /**
     * @param path such as {@code /join/…}
     */
    public static String of(HttpServletRequest request, String path) {
        UriComponentsBuilder address = ServletUriComponentsBuilder.fromContextPath(request);
        URI asked = asked(request);
        if (asked != null) {
            // Of a proxy's port Tomcat knows nothing.
            address.host(asked.getHost()).port(port(asked));
        }
        return address.path(path).toUriString();
    }

    private static @Nullable URI asked(HttpServletRequest request) {
        String host = request.getHeader(HttpHeaders.HOST);
        if (host == null) {
            return null;
        }
        try {
            URI asked = new URI(request.getScheme() + "://" + host);
            return host.equals(asked.getAuthority())
                            && asked.getHost() != null
                            && asked.getUserInfo() == null
                    ? asked
                    : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    /** -1 for the one that goes without saying. */
    private static int port(URI asked) {
        int usual = "https".equals(asked.getScheme()) ? 443 : 80;
        return asked.getPort() == usual ? -1 : asked.getPort();
    }
}
