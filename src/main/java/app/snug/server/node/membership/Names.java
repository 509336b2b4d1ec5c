/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.membership;

import app.snug.protocol.descriptor.SealedName;
import app.snug.protocol.identity.AccountId;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Short names of accounts, as a private network lists them, found by hash and readable for those
 * who know the name ({@code protocol/02} §11).
 */
public final class Names {

    public static final Names NONE = new Names(List.of());

    private static final int HASH = 32;

    private final Map<String, SealedName> byHash = new HashMap<>();

    public Names(Collection<SealedName> names) {
        names.forEach(name -> byHash.put(name.hash(), name));
    }

    /**
     * @param accounts by name, in any case
     */
    public static Names of(Map<String, AccountId> accounts) {
        return new Names(
                accounts.entrySet().stream()
                        .map(entry -> SealedName.of(entry.getKey(), entry.getValue()))
                        .toList());
    }

    /**
     * @param hash of a name, 32 bytes in hexadecimal or base64
     * @throws IllegalArgumentException if it is none
     */
    public Optional<SealedName> find(String hash) {
        byte[] bytes =
                switch (hash.length()) {
                    case 2 * HASH -> HexFormat.of().parseHex(hash);
                    case 43, 44 -> Base64.getDecoder().decode(hash);
                    default -> new byte[0];
                };
        if (bytes.length != HASH) {
            throw new IllegalArgumentException("no hash of a name");
        }
        return Optional.ofNullable(byHash.get(HexFormat.of().formatHex(bytes)));
    }
}
