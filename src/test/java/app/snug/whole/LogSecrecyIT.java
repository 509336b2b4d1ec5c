/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.snug.crypto.Secret;
import app.snug.protocol.identity.AccountKeys;
import app.snug.protocol.identity.RecoveryPhrase;
import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** A whole conversation with every log turned up as far as it goes, then each line is searched. */
class LogSecrecyIT {

    private static final String PASSPHRASE = "forty-two velvet umbrellas";
    private static final Pattern WORD = Pattern.compile("<li><span>([a-z]{3,})</span></li>");

    @TempDir Path data;

    /** What must not be found, by what it is. */
    private final Map<String, String> secrets = new LinkedHashMap<>();

    @Test
    void noLineHoldsWhatIsNobodysBusiness() throws Exception {
        String log;
        try (SnugProcess snug = new SnugProcess(data, settings("plain"))) {
            snug.start();
            try (PlainBrowser ana = new PlainBrowser(snug.address());
                    PlainBrowser ben = new PlainBrowser(snug.address())) {
                settle(snug, ana, ben);
                converse(ana, ben, "Meet me where the heron stands", "Under the crooked willow");
                failAsPeopleDo(ana);
                snug.restart(withASettingOfSpring(settings("json")));
                converse(ana, ben, "I shall bring the violet lantern", "And I the seven plums");
                failAsPeopleDo(ana);
                remember("cookie of Ana", ana.cookie("snug"));
                remember("cookie of Ben", ben.cookie("snug"));
            }
            log = snug.log();
        }
        assertThat(log).as("the log is turned up").contains("DEBUG", "\"level\":\"DEBUG\"");
        assertThat(log)
                .as("one start with the parts that the build found, one that looked for them")
                .contains("Starting AOT-processed SnugApplication", "Starting SnugApplication");
        for (String line : log.split("\n")) {
            secrets.forEach((what, secret) ->
                    assertThat(line.contains(secret))
                            .as("a line holds %s: %s", what, line)
                            .isFalse());
            if (line.startsWith("{")) {
                assertThat(JsonMapper.shared().readTree(line).get("message")).isNotNull();
            }
        }
    }

    private static Map<String, String> settings(String format) {
        return Map.of(
                // Each node more says the same.
                "SNUG_LOCAL_NODES",
                "5",
                "SNUG_LOG_FORMAT",
                format,
                "SNUG_LOG_LEVEL",
                "trace",
                "LOGGING_LEVEL_ROOT",
                "trace");
    }

    /** Which says more of each request, and keeps a start from using what the build found. */
    private static Map<String, String> withASettingOfSpring(Map<String, String> settings) {
        Map<String, String> more = new HashMap<>(settings);
        more.put("SPRING_MVC_LOGREQUESTDETAILS", "true");
        return more;
    }

    private void settle(SnugProcess snug, PlainBrowser ana, PlainBrowser ben) throws Exception {
        remember("passphrase", PASSPHRASE);
        remember("passphrase in a form", PASSPHRASE.replace(' ', '+'));
        remember("client address", PlainBrowser.CLIENT_ADDRESS);
        ana.submit(
                ana.get("/setup"),
                "/setup",
                Map.of("code", snug.setUpCode(), "login", "quillana", "passphrase", PASSPHRASE));
        welcome(ana, "Anabel Quill");
        String link =
                ana.submit(ana.get("/household"), "/household/invitations", Map.of())
                        .find("id=\"invite-link\"[^>]*value=\"[^\"]*?(/join/[^\"]+)\"");
        remember("invitation", link.substring("/join/".length()));
        ben.submit(ben.get(link), link, Map.of("login", "zorroben", "passphrase", PASSPHRASE));
        welcome(ben, "Benedict Zorro");
        String anasId = id(ana);
        String bensId = id(ben);
        remember("Account ID of Ana", anasId);
        remember("Account ID of Ben", bensId);
        remember("key of Ana", anasId.substring(2));
        remember("key of Ben", bensId.substring(2));
        ana.get("/talk/" + bensId);
        ana.submit(ana.get("/new"), "/new", Map.of("to", bensId));
    }

    /** With a page open, since polling is slow while nobody looks. */
    private void converse(PlainBrowser ana, PlainBrowser ben, String question, String answer)
            throws Exception {
        WebSocket hers = ana.watch(ana.get("/"));
        WebSocket his = ben.watch(ben.get("/"));
        say(ana, question);
        await().pollInterval(Duration.ofMillis(200))
                .until(() -> hasConversation(ben) && ben.get(conversation(ben)).has(question));
        say(ben, answer);
        String conversation = conversation(ana);
        await().pollInterval(Duration.ofMillis(200)).until(() -> ana.get(conversation).has(answer));
        hers.abort();
        his.abort();
    }

    private static boolean hasConversation(PlainBrowser browser) throws IOException {
        String link = "href=\"/c/";
        return browser.get("/").has(link) || browser.get("/requests").has(link);
    }

    private void say(PlainBrowser browser, String text) throws IOException {
        remember("text", text);
        remember("text in a form", text.replace(' ', '+'));
        remember("text in a form", text.replace(" ", "%20"));
        remember("text in base64", base64(text));
        String conversation = conversation(browser);
        browser.submit(browser.get(conversation), conversation + "/messages", Map.of("text", text));
    }

    /** Errors are where secrets slip out. */
    private void failAsPeopleDo(PlainBrowser ana) throws IOException {
        String conversation = conversation(ana);
        ana.submit(
                ana.get(conversation),
                conversation + "/messages",
                Map.of("text", "An endless heron. ".repeat(200)));
        remember("a text too long", "An endless heron");
        ana.submit(ana.get("/new"), "/new", Map.of("to", "05" + "zz".repeat(32)));
        ana.get("/c/999999");
        ana.get("/talk/05" + "ab".repeat(32) + "/nothing");
        remember("a stranger's Account ID", "05" + "ab".repeat(32));
        try (PlainBrowser stranger = new PlainBrowser(ana.address())) {
            stranger.submit(
                    stranger.get("/login"),
                    "/login",
                    Map.of("login", "quillana", "passphrase", "wrong velvet umbrellas"));
            remember("a wrong passphrase", "wrong velvet");
            remember("a wrong passphrase", "wrong+velvet");
        }
    }

    private void welcome(PlainBrowser browser, String name) throws Exception {
        remember("name", name);
        remember("name in a form", name.replace(' ', '+'));
        browser.submit(browser.get("/welcome"), "/welcome", Map.of("name", name));
        PlainBrowser.Page page = browser.get("/welcome/words");
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(page.html());
        while (word.find()) {
            words.add(word.group(1));
        }
        assertThat(words).hasSize(13);
        // A single word may stand in any sentence; two of them side by side do not.
        for (int i = 0; i + 1 < words.size(); i++) {
            remember("words", words.get(i) + " " + words.get(i + 1));
            remember("words in a form", words.get(i) + "+" + words.get(i + 1));
        }
        try (Secret entropy = RecoveryPhrase.decode(String.join(" ", words));
                AccountKeys keys = AccountKeys.fromEntropy(entropy)) {
            rememberBytes("entropy", entropy.copy());
            remember("key", keys.ed25519().publicKey().hex());
        }
        browser.submit(page, "/welcome/words", Map.of("kept", "true"));
    }

    private void rememberBytes(String what, byte[] secret) {
        remember(what, HexFormat.of().formatHex(secret));
        remember(what, Base64.getEncoder().withoutPadding().encodeToString(secret));
        remember(what, Arrays.toString(secret));
    }

    private void remember(String what, String secret) {
        assertThat(secret).as(what).isNotBlank();
        secrets.put(what + " " + secrets.size(), secret);
    }

    private static String base64(String text) {
        return Base64.getEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static String id(PlainBrowser browser) throws IOException {
        return browser.get("/me").find("id=\"my-id\"[^>]*>\\s*(05[0-9a-f]{64})");
    }

    private static String conversation(PlainBrowser browser) throws IOException {
        PlainBrowser.Page list = browser.get("/");
        return (list.has("href=\"/c/") ? list : browser.get("/requests"))
                .find("href=\"(/c/\\d+)\"");
    }
}
