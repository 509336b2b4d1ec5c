/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.protocol.identity.AccountId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Which nodes keep an account's messages, remembered over restarts ({@code protocol/02} §2.3). */
final class SwarmCache {

    private static final Logger LOG = LoggerFactory.getLogger(SwarmCache.class);
    private static final String FILE = "swarms.json";
    private static final int MOST_ACCOUNTS = 10_000;
    private static final int FEW = 3;
    private static final Duration FRESH = Duration.ofHours(1);
    private static final Duration FRESH_WHEN_FEW = Duration.ofSeconds(30);

    private record Swarm(List<Ed25519PublicKey> members, Instant since) {}

    private final NodeDirectory directory;
    private final MemoryFiles memory;
    private final InstantSource clock;
    private final Map<AccountId, Swarm> entries =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<AccountId, Swarm> eldest) {
                    return size() > MOST_ACCOUNTS;
                }
            };

    SwarmCache(NodeDirectory directory, MemoryFiles memory, InstantSource clock) {
        this.directory = directory;
        this.memory = memory;
        this.clock = clock;
        memory.read(FILE).ifPresent(this::recall);
    }

    private void recall(JsonNode saved) {
        try {
            for (Map.Entry<String, JsonNode> entry : saved.path("swarms").properties()) {
                List<Ed25519PublicKey> members = new ArrayList<>();
                for (JsonNode key : entry.getValue().path("members").values()) {
                    members.add(Ed25519PublicKey.ofHex(key.stringValue("")));
                }
                entries.put(
                        new AccountId(entry.getKey()),
                        new Swarm(
                                List.copyOf(members),
                                Instant.ofEpochSecond(Json.number(entry.getValue(), "since"))));
            }
        } catch (MalformedAnswerException
                | IllegalArgumentException
                | java.time.DateTimeException e) {
            LOG.warn("The remembered swarms are damaged: forgotten");
            entries.clear();
        }
    }

    /** The members that are still known; possibly none. */
    synchronized List<ServiceNode> members(AccountId account) {
        Swarm entry = entries.get(account);
        return entry == null
                ? List.of()
                : entry.members().stream().flatMap(k -> directory.find(k).stream()).toList();
    }

    /** Whether to look the swarm up again: unknown, old, or most members gone. */
    synchronized boolean isStale(AccountId account) {
        Swarm entry = entries.get(account);
        List<ServiceNode> members = members(account);
        if (entry == null || members.isEmpty()) {
            return true;
        }
        Duration age = Duration.between(entry.since(), clock.instant()).abs();
        return age.compareTo(members.size() < FEW ? FRESH_WHEN_FEW : FRESH) >= 0;
    }

    synchronized void put(AccountId account, List<Ed25519PublicKey> members) {
        Optional<Swarm> before =
                Optional.ofNullable(
                        entries.put(account, new Swarm(List.copyOf(members), clock.instant())));
        if (before.isEmpty() || !before.get().members().equals(members)) {
            save();
        }
    }

    synchronized void forget(AccountId account) {
        entries.remove(account);
    }

    private void save() {
        ObjectNode saved = Json.object();
        ObjectNode swarms = saved.putObject("swarms");
        entries.forEach((account, entry) -> {
            ObjectNode value = swarms.putObject(account.hex());
            value.put("since", entry.since().getEpochSecond());
            var list = value.putArray("members");
            entry.members().forEach(k -> list.add(k.hex()));
        });
        memory.write(FILE, saved);
    }
}
