/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.protocol.identity.AccountId;

/** How the messages of one config are encrypted for the swarm, and opened. */
public interface ConfigSeal {

    /** Whose swarm they lie in. */
    AccountId owner();

    /** Encrypts, with nothing around it. */
    byte[] encrypt(byte[] padded);

    /** Puts what old apps expect around an encrypted message that is whole. */
    byte[] wrap(long seqno, byte[] encrypted);

    /**
     * The padded bytes.
     *
     * @throws MalformedConfigException if no key of ours opens it
     */
    byte[] open(byte[] stored) throws MalformedConfigException;
}
