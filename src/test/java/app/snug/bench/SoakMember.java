/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.bench;

import app.snug.whole.PlainBrowser;
import java.io.IOException;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Someone with a page open all the time, who writes and is written to. */
final class SoakMember implements AutoCloseable {

    static final String PASSPHRASE = "a warm lamp by the window";

    private static final Pattern MARK = Pattern.compile("soak-\\d+-\\d+");

    final String name;
    final PlainBrowser browser;

    /** Conversations by the name of the other. */
    final Map<String, String> conversations = new LinkedHashMap<>();

    /** When a message was first shown on the open page, by its mark. */
    final Map<String, Long> shown = new ConcurrentHashMap<>();

    private @Nullable WebSocket live;

    SoakMember(String name, String address) {
        this.name = name;
        this.browser = new PlainBrowser(address);
    }

    void welcome() throws IOException {
        browser.submit(browser.get("/welcome"), "/welcome", Map.of("name", name));
        browser.submit(browser.get("/welcome/words"), "/welcome/words", Map.of("kept", "true"));
    }

    String accountId() throws IOException {
        return browser.get("/me").find("id=\"my-id\"[^>]*>\\s*(05[0-9a-f]{64})");
    }

    void meet(SoakMember other) throws IOException {
        PlainBrowser.Page page =
                browser.submit(browser.get("/new"), "/new", Map.of("to", other.accountId()));
        conversations.put(other.name, page.path());
    }

    void watch() throws IOException {
        live = browser.live(browser.get("/"), new Listener());
    }

    /** Returns how long the server took to take it, in nanoseconds. */
    long write(String to, String text) throws IOException {
        String conversation = conversation(to);
        PlainBrowser.Page page = browser.get(conversation);
        long began = System.nanoTime();
        PlainBrowser.Page answer =
                browser.submit(page, conversation + "/messages", Map.of("text", text));
        if (answer.status() != 200) {
            throw new IOException("A message was answered with " + answer.status());
        }
        return System.nanoTime() - began;
    }

    /** The marks of all messages with somebody, as often as they are there. */
    List<String> marks(String with) throws IOException {
        List<String> marks = new ArrayList<>();
        for (String text : browser.texts(conversation(with))) {
            Matcher mark = MARK.matcher(text);
            if (mark.find()) {
                marks.add(mark.group());
            }
        }
        return marks;
    }

    private String conversation(String with) {
        return Objects.requireNonNull(conversations.get(with), with);
    }

    @Override
    public void close() {
        if (live != null) {
            live.abort();
        }
        browser.close();
    }

    private final class Listener implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                Matcher mark = MARK.matcher(text);
                while (mark.find()) {
                    shown.putIfAbsent(mark.group(), System.nanoTime());
                }
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }
    }
}
