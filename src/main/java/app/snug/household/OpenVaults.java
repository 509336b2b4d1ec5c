/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.household;

import app.snug.crypto.Secret;
import app.snug.messenger.OwnerId;
import app.snug.messenger.VaultLockedException;
import app.snug.messenger.Vaults;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The vaults that are open now. Their keys are nowhere but here, and gone with the process. */
final class OpenVaults implements Vaults, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OpenVaults.class);

    private final SecureRandom random;
    private final Object lock = new Object();
    private final Map<OwnerId, OpenVault> open = new LinkedHashMap<>();
    private final List<Consumer<OwnerId>> listeners = new ArrayList<>();
    private boolean closed;

    OpenVaults(SecureRandom random) {
        this.random = random;
    }

    @Override
    public OpenVault of(OwnerId owner) {
        OpenVault vault = find(owner);
        if (vault == null) {
            throw new VaultLockedException(owner);
        }
        return vault;
    }

    @Override
    public boolean isOpen(OwnerId owner) {
        return find(owner) != null;
    }

    /** Every listener hears of every vault once: of those open already before this returns. */
    @Override
    public void onOpened(Consumer<OwnerId> listener) {
        List<OwnerId> already;
        synchronized (lock) {
            listeners.add(listener);
            already = List.copyOf(open.keySet());
        }
        already.forEach(owner -> tell(listener, owner));
    }

    /**
     * @param key 32 bytes; taken over
     */
    void open(OwnerId owner, Secret key) {
        List<Consumer<OwnerId>> toTell;
        synchronized (lock) {
            if (closed || open.containsKey(owner)) {
                key.close();
                return;
            }
            open.put(owner, new OpenVault(owner, key, random));
            toTell = List.copyOf(listeners);
        }
        toTell.forEach(listener -> tell(listener, owner));
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            open.values().forEach(OpenVault::close);
            open.clear();
        }
    }

    private @Nullable OpenVault find(OwnerId owner) {
        synchronized (lock) {
            return open.get(owner);
        }
    }

    /** A listener that fails must not keep a member from logging in. */
    private static void tell(Consumer<OwnerId> listener, OwnerId owner) {
        try {
            listener.accept(owner);
        } catch (RuntimeException e) {
            LOG.error("Something did not start after the vault of {} opened", owner.value(), e);
        }
    }
}
