/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.descriptor;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.crypto.X25519PublicKey;
import app.snug.protocol.descriptor.DescriptorException.Flaw;
import app.snug.protocol.descriptor.SignedDescriptor.Signature;
import app.snug.protocol.storage.SwarmId;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The file form of descriptors. Unknown keys are refused, since they would not be signed. */
final class DescriptorJson {

    static final String FORMAT = "snugNetwork";
    private static final int VERSION = 1;
    private static final String SWARM = "[0-9a-f]{1,16}";

    private DescriptorJson() {}

    static SignedDescriptor read(byte[] json) throws DescriptorException {
        StrictJson root = StrictJson.parse(json);
        if (!root.has(FORMAT)) {
            throw new DescriptorException(
                    Flaw.MALFORMED,
                    "It is no signed network descriptor: “" + FORMAT + "” is missing.");
        }
        if (root.number(FORMAT) != VERSION) {
            throw new DescriptorException(
                    Flaw.MALFORMED,
                    "It was made by another version of Snug, whose form (%d) this one does not know."
                            .formatted(root.number(FORMAT)));
        }
        root.only(
                FORMAT,
                "name",
                "network",
                "serial",
                "issued",
                "expires",
                "signaturesNeeded",
                "operators",
                "nodes",
                "names",
                "fileServer",
                "communities",
                "signatures");
        try {
            Descriptor content =
                    new Descriptor(
                            root.text("name"),
                            new NetworkId(root.text("network")),
                            root.number("serial"),
                            time(root, "issued"),
                            time(root, "expires"),
                            Math.toIntExact(root.number("signaturesNeeded")),
                            root.list("operators", DescriptorJson::operator),
                            root.list("nodes", DescriptorJson::node),
                            root.list("names", DescriptorJson::name),
                            root.has("fileServer") ? server(root.object("fileServer")) : null,
                            root.list("communities", DescriptorJson::server));
            return SignedDescriptor.of(content, root.list("signatures", DescriptorJson::signature));
        } catch (ArithmeticException e) {
            throw new DescriptorException(Flaw.MALFORMED, "A number in it is too large.");
        } catch (IllegalArgumentException e) {
            throw new DescriptorException(Flaw.MALFORMED, String.valueOf(e.getMessage()));
        }
    }

    private static Operator operator(StrictJson json) throws DescriptorException {
        json.only("name", "key");
        return new Operator(json.text("name"), key(json, "key"));
    }

    private static Node node(StrictJson json) throws DescriptorException {
        json.only("key", "host", "port", "swarm");
        String swarm = json.text("swarm");
        if (!swarm.matches(SWARM)) {
            throw new IllegalArgumentException(
                    "A swarm must be 1 to 16 hexadecimal digits in lower case.");
        }
        return new Node(
                key(json, "key"),
                json.text("host"),
                Math.toIntExact(json.number("port")),
                new SwarmId(Long.parseUnsignedLong(swarm, 16)));
    }

    private static SealedName name(StrictJson json) throws DescriptorException {
        json.only("hash", "value", "nonce");
        return new SealedName(json.text("hash"), json.text("value"), json.text("nonce"));
    }

    private static Server server(StrictJson json) throws DescriptorException {
        json.only("url", "publicKey", "room");
        @Nullable String room = json.has("room") ? json.text("room") : null;
        return new Server(json.text("url"), X25519PublicKey.ofHex(hex(json, "publicKey")), room);
    }

    private static Signature signature(StrictJson json) throws DescriptorException {
        json.only("by", "signature");
        return new Signature(key(json, "by"), json.text("signature"));
    }

    private static Ed25519PublicKey key(StrictJson json, String name) throws DescriptorException {
        return Ed25519PublicKey.ofHex(hex(json, name));
    }

    private static String hex(StrictJson json, String name) throws DescriptorException {
        String hex = json.text(name);
        if (!hex.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException(
                    "“"
                            + Node.printable(hex)
                            + "” is no key: 64 hexadecimal digits in lower case.");
        }
        return hex;
    }

    private static Instant time(StrictJson json, String name) throws DescriptorException {
        try {
            return Instant.parse(json.text(name));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "“" + name + "” is no time such as 2027-01-31T12:00:00Z.", e);
        }
    }

    static byte[] write(SignedDescriptor signed) {
        Descriptor content = signed.content();
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put(FORMAT, VERSION);
        root.put("name", content.name());
        root.put("network", content.network().hex());
        root.put("serial", content.serial());
        root.put("issued", content.issued().toString());
        root.put("expires", content.expires().toString());
        root.put("signaturesNeeded", content.threshold());
        var operators = root.putArray("operators");
        content.operators()
                .forEach(operator ->
                        operators
                                .addObject()
                                .put("name", operator.name())
                                .put("key", operator.key().hex()));
        var nodes = root.putArray("nodes");
        content.nodes()
                .forEach(node ->
                        nodes.addObject()
                                .put("key", node.key().hex())
                                .put("host", node.host())
                                .put("port", node.port())
                                .put("swarm", node.swarm().hex()));
        var names = root.putArray("names");
        content.names()
                .forEach(name ->
                        names.addObject()
                                .put("hash", name.hash())
                                .put("value", name.value())
                                .put("nonce", name.nonce()));
        if (content.fileServer() != null) {
            write(content.fileServer(), root.putObject("fileServer"));
        }
        var communities = root.putArray("communities");
        content.communities().forEach(community -> write(community, communities.addObject()));
        var signatures = root.putArray("signatures");
        signed.signatures()
                .forEach(signature ->
                        signatures
                                .addObject()
                                .put("by", signature.by().hex())
                                .put("signature", signature.hex()));
        return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    }

    private static void write(Server server, ObjectNode to) {
        to.put("url", server.url());
        to.put("publicKey", server.publicKey().hex());
        if (server.room() != null) {
            to.put("room", server.room());
        }
    }
}
