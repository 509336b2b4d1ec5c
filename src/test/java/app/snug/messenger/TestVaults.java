/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import app.snug.crypto.Blake2b;
import app.snug.crypto.BlindHashes;
import app.snug.crypto.Concatenation;
import app.snug.crypto.DecryptionException;
import app.snug.crypto.Secret;
import app.snug.crypto.XChaCha20Poly1305;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Vaults that open and lock as a test wishes. */
public final class TestVaults implements Vaults {

    private final SecureRandom random = new SecureRandom();
    private final Map<OwnerId, Vault> vaults = new ConcurrentHashMap<>();
    private final Set<OwnerId> open = ConcurrentHashMap.newKeySet();
    private final List<Consumer<OwnerId>> listeners = new CopyOnWriteArrayList<>();

    /** A member whose vault is open. */
    public OwnerId newOwner() {
        OwnerId owner = new OwnerId(UUID.randomUUID());
        add(owner, Secret.random(XChaCha20Poly1305.KEY_SIZE, random));
        return owner;
    }

    /** A member of another process, whose vault is open here too. */
    public void add(OwnerId owner, Secret key) {
        vaults.put(owner, new Sealed(key));
        open(owner);
    }

    public Secret key(OwnerId owner) {
        return ((Sealed) of(owner)).key;
    }

    public void open(OwnerId owner) {
        if (open.add(owner)) {
            listeners.forEach(listener -> listener.accept(owner));
        }
    }

    public void lock(OwnerId owner) {
        open.remove(owner);
    }

    @Override
    public Vault of(OwnerId owner) {
        Vault vault = vaults.get(owner);
        if (vault == null || !isOpen(owner)) {
            throw new VaultLockedException(owner);
        }
        return vault;
    }

    @Override
    public boolean isOpen(OwnerId owner) {
        return open.contains(owner);
    }

    @Override
    public void onOpened(Consumer<OwnerId> listener) {
        listeners.add(listener);
        open.forEach(listener);
    }

    private final class Sealed implements Vault {

        private final Secret key;

        private Sealed(Secret key) {
            this.key = key;
        }

        @Override
        public byte[] seal(String row, byte[] plain) {
            byte[] nonce = new byte[XChaCha20Poly1305.NONCE_SIZE];
            random.nextBytes(nonce);
            return Concatenation.of(
                    nonce,
                    XChaCha20Poly1305.encrypt(
                            key, nonce, plain, row.getBytes(StandardCharsets.UTF_8)));
        }

        @Override
        public Secret fileKey(String file) {
            byte[] bytes = key.copy();
            return Secret.owning(Blake2b.keyed(32, bytes, file.getBytes(StandardCharsets.UTF_8)));
        }

        @Override
        public long[] blind(String index, List<String> terms) {
            return BlindHashes.of(key, terms.stream().map(term -> index + "/" + term).toList());
        }

        @Override
        public byte[] open(String row, byte[] sealed) throws DecryptionException {
            int head = XChaCha20Poly1305.NONCE_SIZE;
            return XChaCha20Poly1305.decrypt(
                    key,
                    Arrays.copyOf(sealed, head),
                    Arrays.copyOfRange(sealed, head, sealed.length),
                    row.getBytes(StandardCharsets.UTF_8));
        }
    }
}
