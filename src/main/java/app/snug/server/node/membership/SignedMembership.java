/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.membership;

import app.snug.protocol.descriptor.Descriptor;
import app.snug.protocol.descriptor.DescriptorException;
import app.snug.protocol.descriptor.Node;
import app.snug.protocol.descriptor.SignedDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Membership as the operators sign it. The descriptor in force lies in a file; a newer one, put
 * into the file or brought by anyone, takes its place if enough operators signed it. One that
 * expires stays in force: there is nothing better to go by.
 */
public final class SignedMembership implements Membership {

    private static final Logger LOG = LoggerFactory.getLogger(SignedMembership.class);

    private static final int LARGEST = 1 << 20;
    private static final int OMQ_DISTANCE = 100;

    private record InForce(SignedDescriptor descriptor, byte[] json, NetworkMap map) {
        static InForce of(SignedDescriptor descriptor) {
            return new InForce(descriptor, descriptor.write(), mapOf(descriptor.content()));
        }
    }

    private final Path file;
    private final InstantSource clock;
    private volatile InForce inForce;
    private volatile BiConsumer<NetworkMap, NetworkMap> onChange = (before, after) -> {};

    /** Held while the file is read or written: a slow disk keeps nobody from hearing the news. */
    private final Object disk = new Object();

    /**
     * What the file held when it was looked at or written last. Not when it was changed: two files
     * put there one after the other may bear the same time.
     */
    private byte[] looked;

    private boolean warned;

    private SignedMembership(Path file, byte[] looked, InForce inForce, InstantSource clock) {
        this.file = file;
        this.looked = looked;
        this.inForce = inForce;
        this.clock = clock;
    }

    /**
     * The descriptor in a file, which whoever put it there trusts.
     *
     * @throws IOException if the file cannot be read
     * @throws DescriptorException if it holds no descriptor that enough of its operators signed
     */
    public static SignedMembership open(Path file, InstantSource clock)
            throws IOException, DescriptorException {
        byte[] found = bytes(file);
        SignedDescriptor descriptor = SignedDescriptor.read(found);
        descriptor.requireFounded();
        SignedMembership membership =
                new SignedMembership(file, found, InForce.of(descriptor), clock);
        membership.warnOfExpiry();
        return membership;
    }

    private static byte[] bytes(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(LARGEST + 1);
        }
    }

    private static NetworkMap mapOf(Descriptor content) {
        return new NetworkMap(
                content.nodes().stream().map(SignedMembership::entry).toList(),
                new Names(content.names()));
    }

    private static NodeEntry entry(Node node) {
        return new NodeEntry(
                node.key(),
                node.x25519(),
                node.key(),
                node.host(),
                node.port(),
                node.port() + OMQ_DISTANCE,
                node.swarm());
    }

    @Override
    public NetworkMap current() {
        return inForce.map();
    }

    public Descriptor content() {
        return inForce.descriptor().content();
    }

    /** The descriptor in force, as JSON; not to be changed. */
    public byte[] json() {
        return inForce.json();
    }

    public boolean isExpired() {
        return content().isExpired(clock.instant());
    }

    /** Called with the map before and after, in the thread of whoever brought the descriptor. */
    public void onChange(BiConsumer<NetworkMap, NetworkMap> listener) {
        onChange = listener;
    }

    /**
     * Puts a descriptor in force if it should be.
     *
     * @return whether it was; not if it is the one in force already
     * @throws DescriptorException with a sentence for people
     */
    public boolean offer(byte[] json) throws DescriptorException {
        SignedDescriptor offered = SignedDescriptor.read(json);
        InForce before;
        InForce after;
        synchronized (this) {
            before = inForce;
            if (offered.content().equals(before.descriptor().content())) {
                return false;
            }
            offered.requireSuccessorOf(before.descriptor(), clock.instant());
            after = InForce.of(offered);
            inForce = after;
            warned = false;
        }
        LOG.info(
                "“{}” has {} nodes now, by descriptor {}",
                offered.content().name(),
                offered.content().nodes().size(),
                offered.content().serial());
        onChange.accept(before.map(), after.map());
        synchronized (disk) {
            write(inForce.json());
        }
        return true;
    }

    /**
     * Looks whether somebody has put another descriptor into the file, and at the calendar. What is
     * not followed is laid aside, so that the file always holds the one in force.
     */
    public void look() {
        warnOfExpiry();
        byte[] found;
        synchronized (disk) {
            try {
                found = bytes(file);
                if (Arrays.equals(found, looked)) {
                    return;
                }
                looked = found;
            } catch (IOException e) {
                write(inForce.json());
                return;
            }
        }
        try {
            offer(found);
        } catch (DescriptorException e) {
            LOG.warn("What was put into {} is not followed. {}", file, e.getMessage());
            synchronized (disk) {
                layAside(found);
                write(inForce.json());
            }
        }
    }

    private void layAside(byte[] refused) {
        try {
            replace(file.resolveSibling(file.getFileName() + ".refused"), refused);
        } catch (IOException e) {
            LOG.debug("It cannot be kept", e);
        }
    }

    private void warnOfExpiry() {
        if (isExpired() && !warned) {
            warned = true;
            LOG.warn(
                    "The descriptor of “{}” expired on {}. This node goes on with it; ask the"
                            + " operators for a newer one.",
                    content().name(),
                    SignedDescriptor.day(content().expires()));
        }
    }

    /** Unless somebody has just put something else there, which is still to be looked at. */
    private void write(byte[] json) {
        try {
            Path fresh = prepared(file, json);
            if (Files.exists(file) && !Arrays.equals(bytes(file), looked)) {
                return;
            }
            looked = json;
            move(fresh, file);
        } catch (IOException e) {
            // In force all the same; after a restart the others have it still.
            LOG.warn("{} cannot be written: {}", file, e.getClass().getSimpleName());
        }
    }

    /** Whole or not at all. */
    public static void replace(Path file, byte[] json) throws IOException {
        move(prepared(file, json), file);
    }

    /** Beside the file, and on the disk. */
    private static Path prepared(Path file, byte[] json) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel =
                FileChannel.open(
                        fresh,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(json);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        return fresh;
    }

    private static void move(Path fresh, Path file) throws IOException {
        Files.move(
                fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
