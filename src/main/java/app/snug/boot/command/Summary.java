/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot.command;

import app.snug.protocol.descriptor.Descriptor;
import app.snug.protocol.descriptor.Node;
import app.snug.protocol.descriptor.Operator;
import app.snug.protocol.descriptor.Server;
import app.snug.protocol.descriptor.SignedDescriptor;
import java.io.PrintStream;

/** A descriptor in words. */
record Summary(SignedDescriptor descriptor) {

    /** Three hops and a destination. */
    private static final int LEAST_NODES = 4;

    static Summary of(SignedDescriptor descriptor) {
        return new Summary(descriptor);
    }

    void print(PrintStream out) {
        Descriptor content = descriptor.content();
        out.printf("%s (%s)%n", content.name(), content.network());
        out.printf(
                "  descriptor %d, issued %s, good until %s%n",
                content.serial(),
                SignedDescriptor.day(content.issued()),
                SignedDescriptor.day(content.expires()));
        out.printf(
                "  %d operators, of whom %d have to sign%n",
                content.operators().size(), content.threshold());
        for (Operator operator : content.operators()) {
            out.printf(
                    "    %s  %s  %s%n",
                    operator.key().hex(),
                    operator.name(),
                    descriptor.isSignedBy(operator.key()) ? "has signed" : "has not signed");
        }
        descriptor.signatures().stream()
                .filter(signature -> content.operator(signature.by()).isEmpty())
                .forEach(signature ->
                        out.printf(
                                "    %s  no operator from now on, has signed%n",
                                signature.by().hex()));
        out.printf("  %d nodes%n", content.nodes().size());
        for (Node node : content.nodes()) {
            out.printf(
                    "    %s  %s  swarm %s%n", node.key().hex(), node.address(), node.swarm().hex());
        }
        if (content.nodes().size() < LEAST_NODES) {
            out.println(
                    "    Messages can be sent once there are 4 nodes: three hops and a destination.");
        }
        if (!content.names().isEmpty()) {
            out.printf("  %d names, sealed: --name NAME shows one%n", content.names().size());
        }
        Server files = content.fileServer();
        if (files != null) {
            out.printf("  file server %s%n", files.url());
        }
        content.communities()
                .forEach(community ->
                        out.printf("  community %s at %s%n", community.room(), community.url()));
    }
}
