/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.protocol.bencode.BencodeDict;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The next message of a config, still being edited.
 *
 * @param base the data that the diff compares with
 */
record ConfigDraft(
        long seqno,
        BencodeDict base,
        BencodeDict data,
        List<LaggedDiff> lagged,
        BencodeDict extra,
        int lag) {

    /** The message after this one, its data as yet the same. */
    static ConfigDraft after(ConfigMessage message) {
        LaggedDiff last = new LaggedDiff(message.version(), message.diff());
        return new ConfigDraft(
                message.seqno() + 1,
                message.data(),
                message.data(),
                Stream.concat(message.lagged().stream(), Stream.of(last)).toList(),
                message.extra(),
                message.lag());
    }

    ConfigDraft withData(BencodeDict changed) {
        return new ConfigDraft(seqno, base, changed, lagged, extra, lag);
    }

    /** With a diff that names all there is. */
    ConfigDraft againstNothing() {
        return new ConfigDraft(seqno, BencodeDict.EMPTY, data, lagged, extra, lag);
    }

    ConfigMessage finish(@Nullable Ed25519KeyPair signer) {
        BencodeDict pruned = ConfigTree.prune(data);
        return ConfigMessage.of(
                seqno,
                pruned,
                lagged,
                ConfigDiff.between(ConfigTree.prune(base), pruned),
                extra,
                lag,
                signer);
    }
}
