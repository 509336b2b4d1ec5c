/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.message;

import app.snug.protocol.message.wire.SessionProtos;
import app.snug.protocol.message.wire.WebSocketProtos;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Protobuf messages from the JSON of the known answers. */
final class WireJson {

    private WireJson() {}

    /**
     * @param name with the package, such as {@code SessionProtos.Content}
     */
    static Message parse(String name, JsonNode json) throws Exception {
        DynamicMessage.Builder builder = DynamicMessage.newBuilder(descriptor(name));
        JsonFormat.parser().merge(json.toString(), builder);
        return builder.build();
    }

    static Descriptor descriptor(String name) {
        List<String> path = List.of(name.split("\\."));
        for (FileDescriptor file :
                List.of(SessionProtos.getDescriptor(), WebSocketProtos.getDescriptor())) {
            Descriptor found = file.findMessageTypeByName(path.get(1));
            for (String inner : path.subList(2, path.size())) {
                found = found == null ? null : found.findNestedTypeByName(inner);
            }
            if (found != null) {
                return found;
            }
        }
        throw new AssertionError("unknown message " + name);
    }
}
