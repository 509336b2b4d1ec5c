/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import app.snug.crypto.Secret;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import tools.jackson.databind.JsonNode;

/** One known answer: typed access to its fields, and a record of which ones a test has read. */
public final class VectorCase {

    private final int index;
    private final JsonNode json;
    private final Set<String> read = new HashSet<>(Set.of("type", "note", "title"));

    VectorCase(int index, JsonNode json) {
        this.index = index;
        this.json = json;
    }

    /** Its place in the file, its type, and what it is about. */
    public String name() {
        StringBuilder name = new StringBuilder().append(index);
        for (String part : List.of("type", "message", "title", "note")) {
            if (json.path(part).isString()) {
                name.append(' ').append(json.path(part).asString());
            }
        }
        return name.append(expectsError() ? " (refused)" : "").toString();
    }

    /** Empty in families that have none. */
    public String type() {
        return json.path("type").asString("");
    }

    /** Whether the operation must fail. */
    public boolean expectsError() {
        read.add("expect_error");
        return json.path("expect_error").asBoolean(false);
    }

    /** The operation must fail with just this exception. */
    public void refuses(Class<? extends Exception> with, ThrowingCallable operation) {
        assertThat(catchThrowable(operation)).as(name()).isExactlyInstanceOf(with);
    }

    /** Whether the field is there and not null. */
    public boolean has(String field) {
        read.add(field);
        return json.hasNonNull(field);
    }

    public String text(String field) {
        return node(field).asString();
    }

    public int number(String field) {
        return node(field).asInt();
    }

    /** A number of up to 64 bits, also one written as text. */
    public long bigNumber(String field) {
        return Long.parseUnsignedLong(node(field).asString());
    }

    public boolean flag(String field) {
        return node(field).asBoolean();
    }

    public byte[] hex(String field) {
        return HexFormat.of().parseHex(text(field));
    }

    public Secret secret(String field) {
        return Secret.owning(hex(field));
    }

    public List<byte[]> hexList(String field) {
        return StreamSupport.stream(node(field).spliterator(), false)
                .map(value -> HexFormat.of().parseHex(value.asString()))
                .toList();
    }

    /** What the reference drew, to be drawn again in the same order. */
    public ReplayedRandom randomness() {
        return new ReplayedRandom(hexList("randomness_hex"));
    }

    /** The field as it stands. */
    public JsonNode node(String field) {
        read.add(field);
        JsonNode node = json.get(field);
        if (node == null) {
            throw new AssertionError(name() + ": no field " + field);
        }
        return node;
    }

    /** Says that a field needs no check, being derived from others that are checked. */
    public void ignore(String... fields) {
        read.addAll(Arrays.asList(fields));
    }

    void assertAllRead() {
        assertThat(json.propertyNames())
                .as("fields of %s that were checked", name())
                .isSubsetOf(read);
    }

    @Override
    public String toString() {
        return name();
    }
}
