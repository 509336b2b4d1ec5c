/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.bench;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.network.Files;
import app.snug.network.Network;
import app.snug.network.NetworkException;
import app.snug.network.Swarms;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.Namespace;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A network whose polls are counted, and are kept by nodes or not. */
final class CountedPolls implements Network, Swarms {

    private final Network network;
    private final boolean kept;
    private final AtomicInteger polls = new AtomicInteger();

    /**
     * @param kept whether nodes may keep polls
     */
    CountedPolls(Network network, boolean kept) {
        this.network = network;
        this.kept = kept;
    }

    int polls() {
        return polls.get();
    }

    @Override
    public Polled poll(
            AccountId account, Ed25519KeyPair signer, List<Namespace> namespaces, Cursors cursors)
            throws NetworkException {
        polls.incrementAndGet();
        return network.swarms().poll(account, signer, namespaces, cursors);
    }

    @Override
    public Polled poll(
            AccountId account,
            Ed25519KeyPair signer,
            List<Namespace> namespaces,
            Cursors cursors,
            Duration wait)
            throws NetworkException {
        if (!kept) {
            return poll(account, signer, namespaces, cursors);
        }
        polls.incrementAndGet();
        return network.swarms().poll(account, signer, namespaces, cursors, wait);
    }

    @Override
    public StoreReceipt store(AccountId to, Namespace namespace, byte[] data, Duration timeToLive)
            throws NetworkException {
        return network.swarms().store(to, namespace, data, timeToLive);
    }

    @Override
    public List<StoreReceipt> replace(
            AccountId account,
            Ed25519KeyPair signer,
            List<OwnMessage> messages,
            Set<MessageHash> obsolete)
            throws NetworkException {
        return network.swarms().replace(account, signer, messages, obsolete);
    }

    @Override
    public Set<MessageHash> extend(
            AccountId account, Ed25519KeyPair signer, Set<MessageHash> hashes, Duration timeToLive)
            throws NetworkException {
        return network.swarms().extend(account, signer, hashes, timeToLive);
    }

    @Override
    public Swarms swarms() {
        return this;
    }

    @Override
    public Files files() {
        return network.files();
    }

    @Override
    public InstantSource clock() {
        return network.clock();
    }

    @Override
    public Status status() {
        return network.status();
    }

    @Override
    public void close() {
        network.close();
    }
}
