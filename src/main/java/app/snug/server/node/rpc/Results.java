/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

import app.snug.protocol.storage.Namespace;
import app.snug.server.node.storage.Altered;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Hashes as results name and sign them. */
final class Results {

    private Results() {}

    /** A list; of all namespaces, an object of lists. */
    static void write(
            JsonGenerator to, String name, @Nullable Namespace namespace, Altered altered) {
        if (namespace != null) {
            writeList(to, name, altered.hashes());
            return;
        }
        to.writeObjectPropertyStart(name);
        altered.touched()
                .forEach((number, hashes) ->
                        writeList(to, Integer.toString(number.number()), hashes.keySet()));
        to.writeEndObject();
    }

    static void writeList(JsonGenerator to, String name, Collection<String> texts) {
        to.writeArrayPropertyStart(name);
        texts.forEach(to::writeString);
        to.writeEndArray();
    }

    static void writeNamespace(JsonGenerator to, @Nullable Namespace namespace) {
        if (namespace == null) {
            to.writeStringProperty("namespace", "all");
        } else {
            to.writeNumberProperty("namespace", namespace.number());
        }
    }

    static byte[] signed(String first, Collection<String> hashes) {
        return (first + String.join("", hashes)).getBytes(StandardCharsets.US_ASCII);
    }
}
