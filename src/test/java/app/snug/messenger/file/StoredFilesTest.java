/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.snug.messenger.Content;
import app.snug.messenger.OwnerId;
import app.snug.messenger.TestVaults;
import app.snug.messenger.VaultLockedException;
import app.snug.testing.TravellingClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredFilesTest {

    private static final StoredFileId ID = new StoredFileId("17");

    private final TestVaults vaults = new TestVaults();
    private final OwnerId ana = vaults.newOwner();
    private final OwnerId ben = vaults.newOwner();
    private final TravellingClock clock = new TravellingClock(Instant.now());
    private final SecureRandom random = new SecureRandom();
    private @TempDir Path root;

    private StoredFiles files() {
        return new StoredFiles(root, vaults, clock, random);
    }

    private byte[] plain(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] read(OwnerId owner, StoredFileId id, long from, long length) throws IOException {
        try (Content content = files().open(owner, id).orElseThrow()) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            content.copy(from, length, out);
            return out.toByteArray();
        }
    }

    private Path path(OwnerId owner, StoredFileId id) {
        return root.resolve(owner.value().toString()).resolve(id.value());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 131_072, 300_000})
    void aFileComesBackAsItWas(int size) throws Exception {
        byte[] plain = plain(size);
        files().write(ana, ID, plain);
        try (Content content = files().open(ana, ID).orElseThrow()) {
            assertThat(content.size()).isEqualTo(size);
        }
        assertThat(read(ana, ID, 0, size)).isEqualTo(plain);
    }

    @Test
    void anyPartIsReadWithoutTheRest() throws Exception {
        byte[] plain = plain(300_000);
        files().write(ana, ID, plain);
        for (int from : new int[] {0, 1, 65_530, 65_536, 200_000, 299_999, 300_000}) {
            for (int length : new int[] {0, 1, 10, 70_000}) {
                int end = Math.min(from + length, plain.length);
                assertThat(read(ana, ID, from, end - from))
                        .isEqualTo(Arrays.copyOfRange(plain, from, end));
            }
        }
        byte[] sealed = Files.readAllBytes(path(ana, ID));
        sealed[sealed.length - 1] ^= 1;
        Files.write(path(ana, ID), sealed);
        assertThat(read(ana, ID, 0, 1000)).as("the end is not looked at").hasSize(1000);
        assertThatThrownBy(() -> read(ana, ID, 299_000, 1000))
                .isInstanceOf(Content.DamagedException.class);
        assertThatThrownBy(() -> read(ana, ID, 0, 300_001))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void theDiskHoldsNothingReadableAndNobodyElseMayLook() throws Exception {
        byte[] plain = "a letter from Ana ".repeat(5000).getBytes(StandardCharsets.US_ASCII);
        files().write(ana, ID, plain);
        Path file = path(ana, ID);
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain("letter");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void aFileOpensAsNoOthers() throws Exception {
        files().write(ana, ID, plain(100));
        files().write(ana, new StoredFileId("18"), plain(100));
        files().write(ben, ID, plain(100));
        Path stolen = path(ana, ID);
        for (Path place : new Path[] {path(ana, new StoredFileId("18")), path(ben, ID)}) {
            Files.copy(stolen, place, StandardCopyOption.REPLACE_EXISTING);
        }
        assertThatThrownBy(() -> read(ana, new StoredFileId("18"), 0, 100))
                .isInstanceOf(Content.DamagedException.class);
        assertThatThrownBy(() -> read(ben, ID, 0, 100))
                .isInstanceOf(Content.DamagedException.class);
    }

    @Test
    void aShortenedFileOrOneWithSwappedPartsIsDamaged() throws Exception {
        files().write(ana, ID, plain(200_000));
        byte[] whole = Files.readAllBytes(path(ana, ID));
        Files.write(path(ana, ID), Arrays.copyOf(whole, 25 + 65_552 * 2));
        assertThatThrownBy(() -> files().open(ana, ID))
                .isInstanceOf(Content.DamagedException.class);
        Files.write(path(ana, ID), new byte[3]);
        assertThatThrownBy(() -> files().open(ana, ID))
                .isInstanceOf(Content.DamagedException.class);
        byte[] swapped = whole.clone();
        System.arraycopy(whole, 25, swapped, 25 + 65_552, 65_552);
        Files.write(path(ana, ID), swapped);
        assertThatThrownBy(() -> read(ana, ID, 65_536, 10))
                .isInstanceOf(Content.DamagedException.class);
    }

    @Test
    void aLockedVaultOpensNoFileButTheyCanBeRemoved() throws Exception {
        files().write(ana, ID, plain(10));
        vaults.lock(ana);
        assertThatThrownBy(() -> files().open(ana, ID)).isInstanceOf(VaultLockedException.class);
        assertThatThrownBy(() -> files().write(ana, ID, plain(10)))
                .isInstanceOf(VaultLockedException.class);
        assertThat(Files.list(path(ana, ID).getParent())).as("nothing half-stored").hasSize(1);
        files().delete(ana, ID);
        vaults.open(ana);
        assertThat(files().open(ana, ID)).isEmpty();
    }

    @Test
    void whatBrokeOffOrHasNoRowIsSweptAfterAnHour() throws Exception {
        StoredFileId kept = new StoredFileId("18.small");
        files().write(ana, ID, plain(10));
        files().write(ana, kept, plain(10));
        Path broken = Files.createFile(path(ana, ID).resolveSibling("19.123.new"));
        files().sweep((owner, id) -> id.equals(kept));
        assertThat(path(ana, ID)).as("its row may be on its way").exists();
        assertThat(broken).exists();
        clock.travel(Duration.ofHours(2));
        files().sweep((owner, id) -> owner.equals(ana) && id.equals(kept));
        assertThat(path(ana, ID)).doesNotExist();
        assertThat(broken).doesNotExist();
        assertThat(path(ana, kept)).exists();
        files().deleteAll(ana);
        assertThat(path(ana, kept).getParent()).doesNotExist();
        files().deleteAll(ana);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../17", "a/b", ".hidden", "A", "ä"})
    void anIdThatCouldLeadElsewhereIsNone(String id) {
        assertThatThrownBy(() -> new StoredFileId(id)).isInstanceOf(IllegalArgumentException.class);
    }
}
