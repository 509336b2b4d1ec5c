/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.household;

import static app.snug.household.Household.PASSPHRASE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.snug.crypto.DecryptionException;
import app.snug.household.Members.Member;
import app.snug.messenger.OwnerId;
import app.snug.messenger.VaultLockedException;
import app.snug.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartTest {

    private static final String ROW = "account/1/seed";
    private static final byte[] SEED = "sixteen bytes ok".getBytes(StandardCharsets.UTF_8);

    @TempDir Path dataDir;

    private final TestDatabase database = TestDatabase.fresh();
    private Household home;
    private Member ada;
    private byte[] sealed;

    @BeforeEach
    void start() throws Exception {
        home = new Household(database.dataSource(), dataDir);
        ada = home.setUp("Ada");
        sealed = home.vaults.of(ada.id()).seal(ROW, SEED);
    }

    @AfterEach
    void stop() {
        home.close();
        database.close();
    }

    @Test
    void whoStaysConnectedIsOpenAfterARestart() throws Exception {
        restart();
        List<OwnerId> opened = new ArrayList<>();
        home.vaults.onOpened(opened::add);
        assertThat(opened).containsExactly(ada.id());
        assertOpensWhatWasSealed();
    }

    @Test
    void whoDoesNotIsLockedUntilTheNextLogin() throws Exception {
        home.members.stayConnected(ada.id(), false);
        assertThat(home.members.find(ada.id()).orElseThrow().staysConnected()).isFalse();
        assertOpensWhatWasSealed();
        restart();
        List<OwnerId> opened = new ArrayList<>();
        home.vaults.onOpened(opened::add);
        assertThat(home.vaults.isOpen(ada.id())).isFalse();
        home.logIn("ada", PASSPHRASE);
        assertThat(opened).containsExactly(ada.id());
        assertOpensWhatWasSealed();
        restart();
        assertThat(home.vaults.isOpen(ada.id())).isFalse();
    }

    @Test
    void turningItOffLeavesNothingThatTheServerCouldOpen() {
        home.members.stayConnected(ada.id(), false);
        assertThat(
                        home.jdbc
                                .sql("select vault_by_server is null from member")
                                .query(Boolean.class)
                                .single())
                .isTrue();
    }

    @Test
    void turningItOnNeedsAnOpenVault() throws Exception {
        home.members.stayConnected(ada.id(), false);
        restart();
        assertThatThrownBy(() -> home.members.stayConnected(ada.id(), true))
                .isInstanceOf(VaultLockedException.class);
        home.logIn("ada", PASSPHRASE);
        home.members.stayConnected(ada.id(), true);
        restart();
        assertOpensWhatWasSealed();
    }

    @Test
    void anotherServerKeyLocksVaultsUntilTheNextLoginAndStartsNevertheless() throws Exception {
        Files.delete(dataDir.resolve("server.key"));
        restart();
        assertThat(home.vaults.isOpen(ada.id())).isFalse();
        home.logIn("ada", PASSPHRASE);
        assertOpensWhatWasSealed();
        restart();
        assertOpensWhatWasSealed();
    }

    @Test
    void swappedVaultKeysOpenNothing() throws Exception {
        Member ben = home.join(ada, "Ben");
        home.jdbc
                .sql(
                        """
                        update member m set vault_by_server = o.vault_by_server
                        from member o where o.id <> m.id
                        """)
                .update();
        restart();
        assertThat(home.vaults.isOpen(ada.id())).isFalse();
        assertThat(home.vaults.isOpen(ben.id())).isFalse();
    }

    @Test
    void oneMembersVaultDoesNotOpenWhatAnotherSealed() throws Exception {
        Member ben = home.join(ada, "Ben");
        assertThatThrownBy(() -> home.vaults.of(ben.id()).open(ROW, sealed))
                .isInstanceOf(DecryptionException.class);
    }

    private void restart() throws Exception {
        home.close();
        home = new Household(database.dataSource(), dataDir);
    }

    private void assertOpensWhatWasSealed() throws DecryptionException {
        assertThat(home.vaults.of(ada.id()).open(ROW, sealed)).isEqualTo(SEED);
    }
}
