/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import app.snug.crypto.Secret;
import app.snug.messenger.Account;
import app.snug.messenger.AccountRef;
import app.snug.messenger.OwnerId;
import app.snug.messenger.ScriptedSwarms;
import app.snug.messenger.TestMessenger;
import app.snug.messenger.TestVaults;
import app.snug.protocol.storage.Namespace;
import app.snug.testing.TravellingClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * A messenger in a process of its own, to be killed. It renames its account and shares the name; on
 * the way it says on its output where it stands, and waits for a line to go on.
 */
public final class DoomedDevice {

    /** What is to be pushed is in the database, and about to leave. */
    static final String LEAVING = "at: leaving";

    /** One message that has arrived, in base64. */
    static final String STORED = "stored: ";

    /** All has arrived, and no answer has come back. */
    static final String ARRIVED = "at: arrived";

    private static final BufferedReader IN =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

    private DoomedDevice() {}

    public static void main(String[] args) throws Exception {
        DriverManagerDataSource database = new DriverManagerDataSource(line(), line(), line());
        TestVaults vaults = new TestVaults();
        OwnerId owner = new OwnerId(UUID.fromString(line()));
        vaults.add(owner, Secret.owning(HexFormat.of().parseHex(line())));
        AccountRef ref = new AccountRef(Long.parseLong(line()));
        TravellingClock clock = new TravellingClock(Instant.parse(line()));
        String name = line();

        ScriptedSwarms swarms = new ScriptedSwarms(clock);
        TestMessenger messenger =
                new TestMessenger(database, vaults, TestMessenger.network(swarms, clock), clock);
        Account account = messenger.accounts.find(owner, ref).orElseThrow();
        Poller poller = TestPoller.of(account, messenger, swarms, clock);
        swarms.pushGate = id -> waitAt(LEAVING);
        swarms.pushedGate =
                id -> {
                    swarms.mailbox(id, Namespace.USER_PROFILE)
                            .forEach(m -> say(STORED + encode(m.data())));
                    waitAt(ARRIVED);
                };
        messenger.accounts.rename(account, name);
        clock.travel(Sharing.APART);
        poller.poll();
    }

    private static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static void say(String what) {
        System.out.println(what);
        System.out.flush();
    }

    private static void waitAt(String where) {
        say(where);
        line();
    }

    private static String line() {
        try {
            String line = IN.readLine();
            if (line == null) {
                throw new IllegalStateException("Left alone");
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
