/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.security;

import java.io.IOException;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Cookies and forms, without following redirects. */
final class Browser {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String server;
    private final Map<String, String> headers = new LinkedHashMap<>();
    final Map<String, HttpCookie> cookies = new LinkedHashMap<>();

    Browser(int port) {
        this.server = "http://localhost:" + port;
    }

    /** The same cookies in front of another server. */
    Browser movedTo(int port) {
        Browser moved = new Browser(port);
        moved.cookies.putAll(cookies);
        moved.headers.putAll(headers);
        return moved;
    }

    HttpCookie cookie(String name) {
        return Objects.requireNonNull(cookies.get(name), name);
    }

    /** Sends a header with every request from now on. */
    Browser with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    /** Posts a form with the token that the last page carried. */
    HttpResponse<String> submit(String path, Map<String, String> fields)
            throws IOException, InterruptedException {
        Map<String, String> all = new LinkedHashMap<>(fields);
        all.put("_csrf", get("/login").body());
        return post(path, all);
    }

    HttpResponse<String> post(String path, Map<String, String> fields)
            throws IOException, InterruptedException {
        String form =
                fields.entrySet().stream()
                        .map(field ->
                                field.getKey()
                                        + "="
                                        + URLEncoder.encode(
                                                field.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
        return send(
                request(path)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        HttpResponse<String> answer =
                HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        for (String header : answer.headers().allValues("Set-Cookie")) {
            HttpCookie cookie = HttpCookie.parse(header).getFirst();
            if (cookie.getMaxAge() == 0) {
                cookies.remove(cookie.getName());
            } else {
                cookies.put(cookie.getName(), cookie);
            }
        }
        return answer;
    }

    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + path));
        headers.forEach(request::header);
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.values().stream()
                            .map(cookie -> cookie.getName() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        return request;
    }
}
