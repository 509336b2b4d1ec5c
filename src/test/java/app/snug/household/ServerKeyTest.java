/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.household;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.snug.crypto.DecryptionException;
import app.snug.crypto.Secret;
import app.snug.messenger.OwnerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerKeyTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir Path folder;

    private final OwnerId owner = new OwnerId(UUID.randomUUID());

    @Test
    void theFirstStartMakesAKeyThatOnlyTheServerReads() throws Exception {
        Path dataDir = folder.resolve("new");
        ServerKey.in(dataDir, RANDOM).close();
        Path file = dataDir.resolve("server.key");
        assertThat(Files.getPosixFilePermissions(file))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.readString(file)).matches("[0-9a-f]{64}\\n");
        try (var files = Files.list(dataDir)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void theSameFileIsTheSameKey() throws Exception {
        try (Secret vaultKey = Secret.random(32, RANDOM);
                ServerKey first = ServerKey.in(folder, RANDOM);
                ServerKey second = ServerKey.in(folder, RANDOM);
                ServerKey named = ServerKey.read(folder.resolve("server.key"))) {
            byte[] wrapped = first.wrap(owner, vaultKey, RANDOM);
            assertThat(second.unwrap(owner, wrapped)).isEqualTo(vaultKey);
            assertThat(named.unwrap(owner, wrapped)).isEqualTo(vaultKey);
            assertThat(first.tag("a", "value")).isEqualTo(second.tag("a", "value"));
        }
    }

    @Test
    void anotherKeyOrAnotherOwnerDoesNotUnwrap() throws Exception {
        try (Secret vaultKey = Secret.random(32, RANDOM);
                ServerKey key = ServerKey.in(folder, RANDOM);
                ServerKey other = ServerKey.in(folder.resolve("other"), RANDOM)) {
            byte[] wrapped = key.wrap(owner, vaultKey, RANDOM);
            assertThatThrownBy(() -> other.unwrap(owner, wrapped))
                    .isInstanceOf(DecryptionException.class);
            assertThatThrownBy(() -> key.unwrap(new OwnerId(UUID.randomUUID()), wrapped))
                    .isInstanceOf(DecryptionException.class);
        }
    }

    @Test
    void aTagIsForOnePurposeAndOneValue() throws Exception {
        try (ServerKey key = ServerKey.in(folder, RANDOM)) {
            assertThat(key.tag("a", "value"))
                    .isNotEqualTo(key.tag("b", "value"))
                    .isNotEqualTo(key.tag("a", "other"));
        }
    }

    @Test
    void aDamagedKeyIsRefusedWithoutQuotingIt() throws Exception {
        Path file = folder.resolve("server.key");
        for (String damaged : new String[] {"", "abc", "0123456789abcdef", "z".repeat(64)}) {
            Files.writeString(file, damaged);
            assertThatThrownBy(() -> ServerKey.in(folder, RANDOM))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("server.key")
                    .hasMessageContaining("damaged")
                    .hasNoCause();
            assertThat(Files.readString(file)).isEqualTo(damaged);
        }
    }

    @Test
    void aNamedFileThatIsMissingIsNotMade() {
        Path secret = folder.resolve("missing");
        assertThatThrownBy(() -> ServerKey.read(secret))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("missing");
        assertThat(secret).doesNotExist();
    }
}
