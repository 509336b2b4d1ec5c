/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.whole;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser without scripts: pages, forms and cookies. */
public final class PlainBrowser implements AutoCloseable {

    private static final Pattern HIDDEN =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"");
    private static final Pattern BUBBLE =
            Pattern.compile("<div class=\"bub\">(.*?)\\s*<small", Pattern.DOTALL);
    private static final Pattern EARLIER =
            Pattern.compile("id=\"earlier\"><a[^>]*href=\"([^\"]+)\"");

    /**
     * Where we say that we are, as a proxy would: an address that can be told from the server's.
     */
    public static final String CLIENT_ADDRESS = "203.0.113.77";

    private final CookieManager cookies = new CookieManager();
    private final HttpClient client =
            HttpClient.newBuilder()
                    .cookieHandler(cookies)
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .build();
    private final String address;

    public PlainBrowser(String address) {
        this.address = address;
    }

    /** A page as it came, redirects followed. */
    public record Page(int status, String path, String html) {

        /** The first match of a pattern's first group. */
        public String find(String pattern) {
            Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(html);
            if (!matcher.find()) {
                throw new AssertionError(path + " shows no " + pattern + ":\n" + html);
            }
            return matcher.group(1);
        }

        /** The texts of the messages on it, oldest first. */
        public List<String> texts() {
            return BUBBLE.matcher(html).results().map(bubble -> bubble.group(1)).toList();
        }

        public boolean has(String text) {
            return html.contains(text);
        }
    }

    /** Opens the live connection that a page asks for. */
    public WebSocket live(Page page, WebSocket.Listener listener) {
        String path = page.find("data-live=\"([^\"]+)\"").replace("&amp;", "&");
        URI where = URI.create(address.replaceFirst("^http", "ws")).resolve(path);
        return client.newWebSocketBuilder()
                .header("Origin", address)
                .buildAsync(where, listener)
                .join();
    }

    public String address() {
        return address;
    }

    /** The value of a cookie that the server has set. */
    public String cookie(String name) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no cookie " + name));
    }

    /** As if it had been deleted, or had run out. */
    public void forget(String cookie) {
        List.copyOf(cookies.getCookieStore().getCookies()).stream()
                .filter(each -> each.getName().equals(cookie))
                .forEach(each -> cookies.getCookieStore().remove(null, each));
    }

    public Page get(String path) throws IOException {
        return send(request(path).GET().build());
    }

    /** Fills in and sends a form of a page, with what is hidden in it. */
    public Page submit(Page from, String action, Map<String, String> fields) throws IOException {
        return send(
                form(from, action)
                        .POST(HttpRequest.BodyPublishers.ofString(filled(from, action, fields)))
                        .build());
    }

    /** The same, but the last letter waits until it is let go. */
    HeldForm hold(Page from, String action, Map<String, String> fields) {
        return HeldForm.send(form(from, action), filled(from, action, fields), cookies);
    }

    /** Chooses files in a form of a page and sends them, by their names. */
    public Page upload(Page from, String action, Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        hidden(from, action)
                .forEach((name, value) ->
                        part(body, "\"" + name + "\"", value.getBytes(StandardCharsets.UTF_8)));
        files.forEach((name, bytes) -> part(body, "\"file\"; filename=\"" + name + "\"", bytes));
        body.writeBytes("--edge--\r\n".getBytes(StandardCharsets.UTF_8));
        return send(
                form(from, action, "multipart/form-data; boundary=edge")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
                        .build());
    }

    private static void part(ByteArrayOutputStream body, String name, byte[] content) {
        body.writeBytes(
                ("--edge\r\nContent-Disposition: form-data; name=" + name + "\r\n\r\n")
                        .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(content);
        body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    }

    private HttpRequest.Builder form(Page from, String action) {
        return form(from, action, "application/x-www-form-urlencoded");
    }

    private HttpRequest.Builder form(Page from, String action, String type) {
        return request(action)
                .header("Content-Type", type)
                .header("Origin", address)
                .header("Referer", address + from.path());
    }

    private static String filled(Page from, String action, Map<String, String> fields) {
        Map<String, String> all = hidden(from, action);
        all.putAll(fields);
        return all.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static Map<String, String> hidden(Page from, String action) {
        Map<String, String> all = new LinkedHashMap<>();
        int form = from.html().indexOf("action=\"" + action + "\"");
        if (form < 0) {
            throw new AssertionError(from.path() + " has no form for " + action + from.html());
        }
        int end = from.html().indexOf("</form>", form);
        Matcher hidden = HIDDEN.matcher(from.html().substring(form, end));
        while (hidden.find()) {
            all.put(hidden.group(1), hidden.group(2));
        }
        return all;
    }

    /** Keeps a page open as its script does: its account is asked about often from then on. */
    WebSocket watch(Page page) {
        return live(page, new WebSocket.Listener() {});
    }

    /** The texts of a conversation, oldest first, through all its pages. */
    public List<String> texts(String conversation) throws IOException {
        List<String> texts = new ArrayList<>();
        String path = conversation;
        while (true) {
            Page page = get(path);
            texts.addAll(0, page.texts());
            Matcher earlier = EARLIER.matcher(page.html());
            if (!earlier.find()) {
                return texts;
            }
            path = earlier.group(1);
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address).resolve(path))
                .header("X-Forwarded-For", CLIENT_ADDRESS)
                .timeout(Duration.ofSeconds(30));
    }

    private Page send(HttpRequest request) throws IOException {
        try {
            HttpResponse<String> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            return new Page(answer.statusCode(), answer.uri().getPath(), answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
