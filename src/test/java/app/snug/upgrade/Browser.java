/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.upgrade;

import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Logs in, and keeps the cookie for years. */
final class Browser implements AutoCloseable {

    private static final Pattern TOKEN =
            Pattern.compile("<input type=\"hidden\" name=\"_csrf\" value=\"([^\"]*)\"");

    private final CookieManager cookies = new CookieManager();
    private final HttpClient http =
            HttpClient.newBuilder()
                    .cookieHandler(cookies)
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .build();
    private final URI address;

    Browser(String address) {
        this.address = URI.create(address);
    }

    /** Returns the session's cookie. */
    String logIn(String login) throws IOException, InterruptedException {
        Matcher token = TOKEN.matcher(page("/login"));
        if (!token.find()) {
            throw new AssertionError("the login page has no token");
        }
        String form =
                "login=%s&passphrase=%s&_csrf=%s"
                        .formatted(login, House.PASSPHRASE.replace(' ', '+'), token.group(1));
        HttpRequest request =
                HttpRequest.newBuilder(address.resolve("/login"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Origin", address.toString())
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build();
        http.send(request, HttpResponse.BodyHandlers.discarding());
        return cookies.getCookieStore().get(address).stream()
                .filter(cookie -> cookie.getName().equals("snug"))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElseThrow(() -> new AssertionError("not logged in"));
    }

    void remember(String cookie) {
        HttpCookie session = new HttpCookie("snug", cookie);
        session.setPath("/");
        session.setVersion(0);
        cookies.getCookieStore().add(address, session);
    }

    String page(String path) throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(address.resolve(path)).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Override
    public void close() {
        http.close();
    }
}
