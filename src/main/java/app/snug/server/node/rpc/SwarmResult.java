/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

import app.snug.crypto.Ed25519PublicKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The per-node part of a swarm call's reply ({@code protocol/02} §7.6). */
final class SwarmResult {

    /** The database of a member did not do it. */
    static final byte[] QUERY_FAILURE =
            "{\"failed\":true,\"query_failure\":true}".getBytes(StandardCharsets.US_ASCII);

    /** The same, with the reason. */
    static byte[] failure(String reason) {
        return Json.write(to -> {
            to.writeStartObject();
            to.writeBooleanProperty("failed", true);
            to.writeBooleanProperty("query_failure", true);
            to.writeStringProperty("reason", reason);
            to.writeEndObject();
        });
    }

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** A moment more than members have ({@link Swarm#forward}). */
    private static final Duration PATIENCE = Duration.ofSeconds(6);

    private final Map<Ed25519PublicKey, Future<Swarm.Answer>> asked;
    private final boolean lists;
    private final long end;
    private @Nullable Map<Ed25519PublicKey, Element> elements;
    private @Nullable Ed25519PublicKey self;
    private boolean ownSucceeded;

    private record Element(JsonNode json, boolean good, boolean silent) {}

    /** Of a method whose results may have lists of hashes. */
    SwarmResult(Map<Ed25519PublicKey, Future<Swarm.Answer>> asked) {
        this(asked, true, PATIENCE);
    }

    /**
     * @param lists whether results may have lists of hashes
     * @param patience for all members together, from now on
     */
    SwarmResult(
            Map<Ed25519PublicKey, Future<Swarm.Answer>> asked, boolean lists, Duration patience) {
        this.asked = asked;
        this.lists = lists;
        this.end = System.nanoTime() + patience.toNanos();
    }

    /** Of {@code store}. */
    static SwarmResult ofStore(Map<Ed25519PublicKey, Future<Swarm.Answer>> asked) {
        return new SwarmResult(asked, false, PATIENCE);
    }

    /** How this node itself fared. */
    void own(Ed25519PublicKey key, boolean succeeded) {
        self = key;
        ownSucceeded = succeeded;
    }

    /** The members that did not do it. Waits for all of them. */
    Set<Ed25519PublicKey> failed() {
        Set<Ed25519PublicKey> failed = new LinkedHashSet<>();
        elements()
                .forEach((key, element) -> {
                    if (!element.good()) {
                        failed.add(key);
                    }
                });
        return failed;
    }

    /** The members of which nobody knows whether they did it. Waits for all of them. */
    Set<Ed25519PublicKey> silent() {
        Set<Ed25519PublicKey> silent = new LinkedHashSet<>();
        elements()
                .forEach((key, element) -> {
                    if (element.silent()) {
                        silent.add(key);
                    }
                });
        return silent;
    }

    /** Whether the list of this name has something in it in anybody's result. */
    boolean hasAny(String list, byte[] ownElement) {
        JsonNode own = Json.parse(ownElement);
        return Stream.concat(
                        Stream.ofNullable(own), elements().values().stream().map(Element::json))
                .anyMatch(element -> !element.path(list).isEmpty());
    }

    /** 500 only if nobody did it. */
    int status() {
        return ownSucceeded || elements().values().stream().anyMatch(Element::good) ? 200 : 500;
    }

    /** Writes the field {@code swarm}, in the order of the keys. */
    void write(JsonGenerator to, byte[] ownElement) {
        TreeMap<String, String> sorted = new TreeMap<>();
        elements().forEach((key, element) -> sorted.put(key.hex(), element.json().toString()));
        if (self != null) {
            sorted.put(self.hex(), new String(ownElement, StandardCharsets.UTF_8));
        }
        to.writeObjectPropertyStart("swarm");
        sorted.forEach((key, json) -> {
            to.writeName(key);
            to.writeRawValue(json);
        });
        to.writeEndObject();
    }

    private Map<Ed25519PublicKey, Element> elements() {
        Map<Ed25519PublicKey, Element> known = elements;
        if (known == null) {
            known = new LinkedHashMap<>();
            for (var entry : asked.entrySet()) {
                known.put(entry.getKey(), element(answer(entry.getValue())));
            }
            elements = known;
        }
        return known;
    }

    private Swarm.Answer answer(Future<Swarm.Answer> future) {
        try {
            return future.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            return new Swarm.Answer.Garbage();
        } catch (TimeoutException e) {
            return new Swarm.Answer.Silent();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Swarm.Answer.Silent();
        }
    }

    private Element element(Swarm.Answer answer) {
        return switch (answer) {
            case Swarm.Answer.Done done -> checked(done.result());
            case Swarm.Answer.Silent silent -> failure("timeout", true);
            case Swarm.Answer.Garbage garbage -> failure("bad_peer_response", true);
            case Swarm.Answer.Refused refused ->
                    new Element(
                            JSON.objectNode()
                                    .put("code", Integer.toString(refused.status()))
                                    .put("failed", true)
                                    .put("reason", refused.reason()),
                            false,
                            // It may only have an older descriptor, or we.
                            refused.status() == 421);
        };
    }

    private Element checked(byte[] result) {
        JsonNode json = PeerElement.of(result, lists);
        if (json == null) {
            return failure("bad_peer_response", true);
        }
        boolean failed = json.has("failed");
        return new Element(json, !failed, failed);
    }

    private static Element failure(String kind, boolean silent) {
        var json = JSON.objectNode();
        Stream.of(kind, "failed").sorted().forEach(name -> json.put(name, true));
        return new Element(json, false, silent);
    }
}
