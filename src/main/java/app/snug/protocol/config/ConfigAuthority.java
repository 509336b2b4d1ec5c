/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Ed25519PublicKey;
import org.jspecify.annotations.Nullable;

/** Who may write a config. */
public final class ConfigAuthority {

    /** Whoever can encrypt: a person's own configs, which bear no signature. */
    public static final ConfigAuthority UNSIGNED = new ConfigAuthority(null, null);

    private final @Nullable Ed25519PublicKey verifier;
    private final @Nullable Ed25519KeyPair signer;

    private ConfigAuthority(@Nullable Ed25519PublicKey verifier, @Nullable Ed25519KeyPair signer) {
        this.verifier = verifier;
        this.signer = signer;
    }

    /** Someone else: we only read what this key has signed. */
    public static ConfigAuthority readOnly(Ed25519PublicKey verifier) {
        return new ConfigAuthority(verifier, null);
    }

    /** Ourselves. The key pair stays the caller's. */
    public static ConfigAuthority signing(Ed25519KeyPair signer) {
        return new ConfigAuthority(signer.publicKey(), signer);
    }

    boolean mayWrite() {
        return verifier == null || signer != null;
    }

    @Nullable Ed25519PublicKey verifier() {
        return verifier;
    }

    @Nullable Ed25519KeyPair signer() {
        return signer;
    }
}
