/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Ed25519PublicKey;
import app.snug.protocol.bencode.BencodeDict;
import app.snug.protocol.bencode.BencodeDictBuilder;
import app.snug.protocol.bencode.BencodeInteger;
import app.snug.protocol.bencode.BencodeList;
import app.snug.protocol.bencode.BencodeString;
import app.snug.protocol.bencode.BencodeValue;
import app.snug.testing.VectorCase;
import app.snug.testing.Vectors;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

class ConfigMessageVectorsTest {

    @TestFactory
    Stream<DynamicTest> editsSerialiseToTheKnownBytes() {
        return Vectors.of("config_message")
                .tests(List.of("merge", "parse"), ConfigMessageVectorsTest::sequence);
    }

    @TestFactory
    Stream<DynamicTest> competingMessagesMergeIntoTheKnownOne() {
        return Vectors.of("config_message")
                .tests(List.of("sequence", "parse"), ConfigMessageVectorsTest::merge);
    }

    @TestFactory
    Stream<DynamicTest> messagesAreAcceptedOrRefusedAsByTheReference() {
        return Vectors.of("config_message")
                .tests(List.of("sequence", "merge"), ConfigMessageVectorsTest::parse);
    }

    private static void sequence(VectorCase vector) {
        vector.ignore("initial");
        int lag = vector.number("lag");
        Ed25519KeyPair signer = signer(vector);
        ConfigMessage message =
                ConfigMessage.of(
                        0,
                        BencodeDict.EMPTY,
                        List.of(),
                        BencodeDict.EMPTY,
                        BencodeDict.EMPTY,
                        lag,
                        signer);
        ConfigDraft draft = ConfigDraft.after(message);
        boolean editing = false;
        for (JsonNode step : vector.node("steps")) {
            switch (step.get("op").asString()) {
                case "increment" -> {
                    message = editing ? draft.finish(signer) : message;
                    draft = ConfigDraft.after(message);
                    editing = true;
                    assertThat(draft.seqno()).isEqualTo(step.get("seqno").asLong());
                }
                case "serialize" -> expect(draft.finish(signer), step);
                default -> draft = draft.withData(mutated(draft.data(), step));
            }
        }
    }

    private static BencodeDict mutated(BencodeDict data, JsonNode step) {
        List<BencodeString> path = new ArrayList<>();
        step.get("path_hex").forEach(key -> path.add(string(key)));
        BencodeString leaf = path.removeLast();
        BencodeString[] parents = path.toArray(BencodeString[]::new);
        BencodeDict dict = ConfigTree.dictAt(data, parents);
        BencodeList set = dict.get(leaf) instanceof BencodeList list ? list : BencodeList.EMPTY;
        boolean erases = step.get("op").asString().contains("erase");
        if (erases && dict.get(leaf) == null) {
            return data;
        }
        if (step.get("op").asString().equals("set_erase") && set.isEmpty()) {
            return data;
        }
        BencodeDict changed =
                switch (step.get("op").asString()) {
                    case "set" -> dict.with(leaf, value(step.get("value")));
                    case "erase" -> dict.without(leaf);
                    case "set_insert" ->
                            dict.with(
                                    leaf,
                                    ConfigTree.union(
                                            set, BencodeList.of(value(step.get("value")))));
                    case "set_erase" ->
                            dict.with(
                                    leaf,
                                    ConfigTree.difference(
                                            set, BencodeList.of(value(step.get("value")))));
                    default -> throw new AssertionError(step.get("op"));
                };
        return ConfigTree.withDictAt(data, changed, parents);
    }

    private static void merge(VectorCase vector) {
        int lag = vector.number("lag");
        Ed25519KeyPair signer = signer(vector);
        Ed25519PublicKey verifier = verifier(vector);
        List<ConfigMessage> messages = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        List<Integer> refused = new ArrayList<>();
        List<byte[]> inputs = vector.hexList("inputs_hex");
        for (int i = 0; i < inputs.size(); i++) {
            try {
                messages.add(ConfigMessage.parse(inputs.get(i), verifier, lag));
                places.add(i);
            } catch (MalformedConfigException e) {
                refused.add(i);
            }
        }
        List<Integer> expected = new ArrayList<>();
        vector.node("rejected_inputs").forEach(place -> expected.add(place.asInt()));
        assertThat(refused).isEqualTo(expected);
        ConfigMerge.Outcome outcome =
                ConfigMerge.merge(messages, verifier == null || signer != null);
        boolean merged = vector.flag("merged");
        int winner = vector.number("unmerged_index");
        switch (outcome) {
            case ConfigMerge.Winner(int index) -> {
                assertThat(merged).isFalse();
                // The reference counts places after dropping what it refused.
                assertThat(winner).isIn(index, places.get(index));
                expect(messages.get(index), vector.node("result"));
            }
            case ConfigMerge.Merged(ConfigDraft draft) -> {
                assertThat(merged).isTrue();
                expect(draft.finish(signer), vector.node("result"));
            }
        }
    }

    private static void parse(VectorCase vector) throws MalformedConfigException {
        int lag = vector.number("lag");
        byte[] bytes = vector.hex("serialized_hex");
        Ed25519PublicKey verifier = verifier(vector);
        if (!vector.flag("accepted")) {
            vector.refuses(
                    MalformedConfigException.class,
                    () -> ConfigMessage.parse(bytes, verifier, lag));
            return;
        }
        expect(ConfigMessage.parse(bytes, verifier, lag), vector.node("result"));
    }

    private static void expect(ConfigMessage message, JsonNode expected) {
        assertThat(message.seqno()).isEqualTo(expected.get("seqno").asLong());
        assertThat(HexFormat.of().formatHex(message.bytes()))
                .isEqualTo(expected.get("serialized_hex").asString());
        assertThat(message.version().hash().hex()).isEqualTo(expected.get("hash_hex").asString());
        assertThat(message.data()).isEqualTo(dict(expected.get("data")));
    }

    private static @Nullable Ed25519KeyPair signer(VectorCase vector) {
        return vector.has("signing_ed25519_seed_hex")
                ? Ed25519KeyPair.fromSeed(vector.secret("signing_ed25519_seed_hex"))
                : null;
    }

    private static @Nullable Ed25519PublicKey verifier(VectorCase vector) {
        return vector.has("verify_ed25519_pubkey_hex")
                ? Ed25519PublicKey.of(vector.hex("verify_ed25519_pubkey_hex"))
                : null;
    }

    private static BencodeDict dict(JsonNode entries) {
        BencodeDictBuilder dict = BencodeDict.builder();
        for (JsonNode entry : entries) {
            dict.put(string(entry.get("key_hex")), value(entry.get("value")));
        }
        return dict.build();
    }

    private static BencodeValue value(JsonNode typed) {
        if (typed.has("int")) {
            return BencodeInteger.of(Long.parseLong(typed.get("int").asString()));
        }
        if (typed.has("str_hex")) {
            return string(typed.get("str_hex"));
        }
        if (typed.has("dict")) {
            return dict(typed.get("dict"));
        }
        List<BencodeValue> elements = new ArrayList<>();
        typed.get("set").forEach(element -> elements.add(value(element)));
        return ConfigTree.union(BencodeList.EMPTY, new BencodeList(elements));
    }

    private static BencodeString string(JsonNode hex) {
        return BencodeString.of(HexFormat.of().parseHex(hex.asString()));
    }
}
