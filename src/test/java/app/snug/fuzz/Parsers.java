/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.fuzz;

import app.snug.network.InvalidDescriptorException;
import app.snug.network.NetworkDescriptor;
import app.snug.protocol.bencode.BencodeReader;
import app.snug.protocol.bencode.MalformedBencodeException;
import app.snug.protocol.config.ConfigParsers;
import app.snug.protocol.group.GroupParsers;
import app.snug.protocol.message.MessageParsers;
import app.snug.protocol.onion.MalformedOnionException;
import app.snug.protocol.onion.OnionParsers;
import app.snug.protocol.onion.V4Request;
import app.snug.protocol.onion.V4Response;
import app.snug.server.http.AnswerReader;
import app.snug.server.http.Room;
import app.snug.server.node.onion.LayerParsers;
import app.snug.server.node.rpc.RpcParsers;
import app.snug.server.node.swarm.SwarmParsers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Everything that reads bytes of strangers, for Jazzer: the first byte says who reads the others. A
 * parser may refuse with its own checked exception; anything else that it throws is a fault.
 */
public final class Parsers {

    /** Reads bytes, or refuses in its own way. */
    @FunctionalInterface
    interface Parser {
        void read(byte[] bytes) throws Exception;
    }

    static final List<Parser> ALL =
            List.of(
                    RpcParsers::clientRequest,
                    RpcParsers::memberRequest,
                    OnionParsers::request,
                    OnionParsers::layer,
                    OnionParsers::reply,
                    LayerParsers::passedLayer,
                    SwarmParsers::bundle,
                    SwarmParsers::command,
                    SwarmParsers::reply,
                    Parsers::httpAnswer,
                    Parsers::v4,
                    Parsers::bencode,
                    Parsers::descriptor,
                    MessageParsers::message,
                    MessageParsers::content,
                    ConfigParsers::message,
                    ConfigParsers::dump,
                    GroupParsers::keyMessage,
                    GroupParsers::dump,
                    GroupParsers::message,
                    GroupParsers::container);

    private Parsers() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        if (input.length > 0) {
            int parser = (input[0] & 0xff) % ALL.size();
            ALL.get(parser).read(Arrays.copyOfRange(input, 1, input.length));
        }
    }

    private static void httpAnswer(byte[] bytes) {
        ByteArrayInputStream in = new ByteArrayInputStream(bytes);
        try {
            int first = AnswerReader.first(in);
            if (first >= 0) {
                new AnswerReader(in, 1 << 16, Room.UNCOUNTED).read(first);
            }
        } catch (IOException e) {
            // Refused.
        }
    }

    private static void v4(byte[] bytes) {
        try {
            V4Request.parse(bytes);
        } catch (MalformedOnionException e) {
            // Refused.
        }
        try {
            V4Response.parse(bytes);
        } catch (MalformedOnionException e) {
            // Refused.
        }
    }

    private static void bencode(byte[] bytes) {
        try {
            BencodeReader.parse(bytes);
        } catch (MalformedBencodeException e) {
            // Refused.
        }
    }

    private static void descriptor(byte[] bytes) {
        try {
            NetworkDescriptor.parse(bytes);
        } catch (InvalidDescriptorException e) {
            // Refused.
        }
    }
}
