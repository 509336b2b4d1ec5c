/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.descriptor;

import app.snug.protocol.bencode.BencodeDict;
import app.snug.protocol.bencode.BencodeDictBuilder;
import app.snug.protocol.bencode.BencodeInteger;
import app.snug.protocol.bencode.BencodeList;
import app.snug.protocol.bencode.BencodeString;
import app.snug.protocol.bencode.BencodeValue;
import app.snug.protocol.bencode.BencodeWriter;
import java.util.List;
import java.util.function.Function;

/** A descriptor as bytes, the same for the same content whatever its JSON looks like. */
final class CanonicalForm {

    private CanonicalForm() {}

    static byte[] of(Descriptor descriptor) {
        BencodeDictBuilder whole = BencodeDict.builder();
        whole.put("communities", list(descriptor.communities(), CanonicalForm::server));
        whole.put("expires", descriptor.expires().getEpochSecond());
        if (descriptor.fileServer() != null) {
            whole.put("fileServer", server(descriptor.fileServer()));
        }
        whole.put("issued", descriptor.issued().getEpochSecond());
        whole.put("name", descriptor.name());
        whole.put("names", list(descriptor.names(), CanonicalForm::name));
        whole.put("network", descriptor.network().bytes());
        whole.put("nodes", list(descriptor.nodes(), CanonicalForm::node));
        whole.put("operators", list(descriptor.operators(), CanonicalForm::operator));
        whole.put("serial", descriptor.serial());
        whole.put("signaturesNeeded", descriptor.threshold());
        return new BencodeWriter().value(whole.build()).toByteArray();
    }

    private static <T> BencodeList list(List<T> values, Function<T, BencodeValue> form) {
        return new BencodeList(values.stream().map(form).toList());
    }

    private static BencodeValue operator(Operator operator) {
        return BencodeList.of(
                BencodeString.of(operator.name()), BencodeString.of(operator.key().bytes()));
    }

    private static BencodeValue node(Node node) {
        return BencodeList.of(
                BencodeString.of(node.key().bytes()),
                BencodeString.of(node.host()),
                BencodeInteger.of(node.port()),
                BencodeInteger.ofUnsigned(node.swarm().value()));
    }

    private static BencodeValue name(SealedName name) {
        return BencodeList.of(
                BencodeString.of(name.hash()),
                BencodeString.of(name.value()),
                BencodeString.of(name.nonce()));
    }

    private static BencodeValue server(Server server) {
        return BencodeList.of(
                BencodeString.of(server.url()),
                BencodeString.of(server.publicKey().bytes()),
                BencodeString.of(server.room() == null ? "" : server.room()));
    }
}
