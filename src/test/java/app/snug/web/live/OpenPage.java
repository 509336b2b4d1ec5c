/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.live;

import app.snug.household.Members.Member;
import app.snug.web.People;
import app.snug.web.People.Person;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A browser with one page and its socket, over real ones. */
final class OpenPage implements WebSocket.Listener {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final int port;
    private final Map<String, String> cookies = new HashMap<>();
    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder part = new StringBuilder();

    OpenPage(int port) {
        this.port = port;
    }

    OpenPage loggedInAs(Person person) throws IOException, InterruptedException {
        return loggedInAs(person.member());
    }

    OpenPage loggedInAs(Member member) throws IOException, InterruptedException {
        submit("/login", Map.of("login", member.login(), "passphrase", People.PASSPHRASE));
        return this;
    }

    OpenPage withSession(String cookie) {
        cookies.put("snug", cookie);
        return this;
    }

    /** Where the first page leads; empty if it shows itself. */
    String home() throws IOException, InterruptedException {
        return send(request("/").GET()).headers().firstValue("Location").orElse("");
    }

    HttpResponse<String> submit(String path, Map<String, String> fields)
            throws IOException, InterruptedException {
        Matcher token = TOKEN.matcher(send(request("/login?next=x").GET()).body());
        if (!token.find()) {
            token = TOKEN.matcher(send(request("/household").GET()).body());
            token.find();
        }
        Map<String, String> all = new HashMap<>(fields);
        all.put("_csrf", token.group(1));
        return send(
                request(path)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        all.entrySet().stream()
                                                .map(e ->
                                                        e.getKey()
                                                                + "="
                                                                + URLEncoder.encode(
                                                                        e.getValue(),
                                                                        StandardCharsets.UTF_8))
                                                .collect(Collectors.joining("&")))));
    }

    /** Connects with the page's own origin. */
    OpenPage listen(long account, long after, long open) {
        connect(account, after, open, "http://localhost:" + port);
        return this;
    }

    WebSocket connect(long account, long after, long open, @Nullable String origin) {
        WebSocket.Builder builder = HTTP.newWebSocketBuilder().header("Cookie", cookieHeader());
        if (origin != null) {
            builder.header("Origin", origin);
        }
        return builder.buildAsync(
                        URI.create(
                                "ws://localhost:%d/live?account=%d&after=%d&open=%d"
                                        .formatted(port, account, after, open)),
                        this)
                .join();
    }

    JsonNode next() throws InterruptedException {
        String message = messages.poll(1, TimeUnit.MINUTES);
        if (message == null) {
            throw new AssertionError("Nothing came");
        }
        return JsonMapper.shared().readTree(message);
    }

    /** The status that the server closed with. */
    int closed() {
        return closed.orTimeout(1, TimeUnit.MINUTES).join();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        part.append(data);
        if (last) {
            messages.add(part.toString());
            part.setLength(0);
        }
        socket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
        closed.complete(status);
        return null;
    }

    private String cookieHeader() {
        return cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                        .timeout(Duration.ofMinutes(1));
        if (!cookies.isEmpty()) {
            request.header("Cookie", cookieHeader());
        }
        return request;
    }

    private HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        HttpResponse<String> answer =
                HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        for (String cookie : answer.headers().allValues("Set-Cookie")) {
            String[] pair = cookie.substring(0, cookie.indexOf(';')).split("=", 2);
            cookies.put(pair[0], pair[1]);
        }
        return answer;
    }
}
