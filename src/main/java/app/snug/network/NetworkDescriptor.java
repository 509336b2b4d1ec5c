/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import app.snug.crypto.X25519PublicKey;
import app.snug.protocol.descriptor.Descriptor;
import app.snug.protocol.descriptor.DescriptorException;
import app.snug.protocol.descriptor.Server;
import app.snug.protocol.descriptor.SignedDescriptor;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What makes a network: where to start, how its paths are built, which servers belong to it.
 * Written as JSON; {@code docs/network.md} describes the format.
 *
 * @param name for people
 * @param seeds where the node list comes from; at least one, or a fallback list
 * @param distinctSubnets whether the hops of a path must be in different /24 networks; private
 *     networks switch it off. With it on, nodes on addresses that are not public are ignored.
 * @param minimumNodes fewer known nodes than this build no path; at least 4 (three hops and a
 *     destination)
 * @param fallback a list of nodes to begin with when no seed answers
 * @param fileServer for attachments
 * @param communities to suggest
 * @param signed what the operators of a private network signed, if this is one; then the nodes
 *     themselves are the seeds
 */
public record NetworkDescriptor(
        String name,
        List<Seed> seeds,
        boolean distinctSubnets,
        int minimumNodes,
        @Nullable FallbackList fallback,
        @Nullable FileServer fileServer,
        List<Community> communities,
        @Nullable SignedDescriptor signed) {

    /** As Session Desktop has it ({@code protocol/02} §4.1). */
    public static final int DEFAULT_MINIMUM_NODES = 8;

    public static final int LEAST_NODES = 4;

    /**
     * @throws IllegalArgumentException with a sentence for people
     */
    public NetworkDescriptor {
        seeds = List.copyOf(seeds);
        communities = List.copyOf(communities);
        if (name.isBlank() || name.length() > 100) {
            throw new IllegalArgumentException("The name must have 1 to 100 characters.");
        }
        if (seeds.isEmpty() && fallback == null) {
            throw new IllegalArgumentException("There is neither a seed nor a fallback list.");
        }
        if (minimumNodes < LEAST_NODES) {
            throw new IllegalArgumentException(
                    "A path needs three hops and a destination: minimumNodes must be at least 4.");
        }
    }

    /** A network that has just seeds, on addresses of its own. */
    public static NetworkDescriptor ofPrivate(String name, List<URI> seeds) {
        return new NetworkDescriptor(
                name,
                seeds.stream().map(url -> new Seed(url, null, null)).toList(),
                false,
                LEAST_NODES,
                null,
                null,
                List.of(),
                null);
    }

    /**
     * A private network whose operators sign who belongs to it.
     *
     * @throws IllegalArgumentException with a sentence for people
     */
    static NetworkDescriptor ofSigned(SignedDescriptor signed) {
        Descriptor content = signed.content();
        Server files = content.fileServer();
        return new NetworkDescriptor(
                content.name(),
                List.of(),
                false,
                LEAST_NODES,
                new FallbackList(
                        0,
                        content.issued(),
                        SignedSeeds.nodes(signed).stream()
                                .map(node -> new FallbackList.Entry(node, 0))
                                .toList()),
                files == null ? null : new FileServer(URI.create(files.url()), files.publicKey()),
                content.communities().stream().map(NetworkDescriptor::community).toList(),
                signed);
    }

    private static Community community(Server server) {
        return new Community(
                URI.create(server.url()),
                server.publicKey(),
                Objects.requireNonNull(server.room()));
    }

    /**
     * The newest descriptor known of the same private network: this one, or one that an earlier run
     * was told of by the nodes.
     *
     * @param memoryDirectory as for {@link SessionNetwork#open}
     */
    public NetworkDescriptor orNewer(Path memoryDirectory) {
        if (signed == null) {
            return this;
        }
        return new MemoryFiles(memoryDirectory)
                .read(SignedSeeds.FILE)
                .flatMap(json -> newer(signed, Json.bytes(json)))
                .map(NetworkDescriptor::ofSigned)
                .orElse(this);
    }

    /** What was remembered was checked against its predecessor at that time. */
    private static Optional<SignedDescriptor> newer(SignedDescriptor given, byte[] remembered) {
        try {
            SignedDescriptor found = SignedDescriptor.read(remembered);
            found.requireFounded();
            boolean newer =
                    found.content().network().equals(given.content().network())
                            && found.content().serial() > given.content().serial();
            return newer ? Optional.of(found) : Optional.empty();
        } catch (DescriptorException e) {
            return Optional.empty();
        }
    }

    /** Whether an earlier run was in this network; then even an expired descriptor will do. */
    public static boolean isRemembered(Path memoryDirectory) {
        return Files.exists(memoryDirectory.resolve(SignedSeeds.FILE));
    }

    public NetworkDescriptor withFileServer(FileServer server) {
        return new NetworkDescriptor(
                name, seeds, distinctSubnets, minimumNodes, fallback, server, communities, signed);
    }

    /**
     * @param json a descriptor, at most 1 MiB
     * @throws InvalidDescriptorException with a sentence for people
     */
    public static NetworkDescriptor parse(byte[] json) throws InvalidDescriptorException {
        return DescriptorReader.read(json);
    }

    /**
     * @param where {@code mainnet}, {@code testnet}, a path, or an http(s) URL
     * @throws InvalidDescriptorException with a sentence for people
     */
    public static NetworkDescriptor load(String where) throws InvalidDescriptorException {
        return DescriptorSource.load(where);
    }

    public Optional<FileServer> files() {
        return Optional.ofNullable(fileServer);
    }

    /**
     * A seed's JSON-RPC. With a pin only the very certificate is accepted; without one HTTPS trusts
     * what the system trusts.
     *
     * @param certificateSha256 of the whole certificate in DER, 64 lower-case hexadecimal digits
     * @param publicKeySha256 of its SubjectPublicKeyInfo in DER, base64
     */
    public record Seed(
            URI url, @Nullable String certificateSha256, @Nullable String publicKeySha256) {

        public Seed {
            requireWeb(url);
            if ((certificateSha256 != null || publicKeySha256 != null)
                    && !"https".equals(url.getScheme())) {
                throw new IllegalArgumentException(
                        "The seed " + url + " has a pinned certificate but no https address.");
            }
        }
    }

    public record FileServer(URI url, X25519PublicKey publicKey) {
        public FileServer {
            requireWeb(url);
        }
    }

    public record Community(URI url, X25519PublicKey publicKey, String room) {
        public Community {
            requireWeb(url);
        }
    }

    private static void requireWeb(URI url) {
        if (url.getHost() == null
                || !("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
            throw new IllegalArgumentException("“" + url + "” is no http or https address.");
        }
    }
}
