/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.upgrade;

import app.snug.boot.SnugApplication;
import app.snug.crypto.Secret;
import app.snug.household.Members;
import app.snug.messenger.Account;
import app.snug.messenger.Accounts;
import app.snug.messenger.Changes;
import app.snug.messenger.Conversations;
import app.snug.messenger.Messages;
import app.snug.server.node.LocalNetwork;
import app.snug.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole program over a database, with a small network of its own. */
final class House implements AutoCloseable {

    static final String PASSPHRASE = "a warm lamp by the window";
    static final int NODES = 4;

    final ConfigurableApplicationContext context;
    final Members members;
    final Accounts accounts;
    final Conversations conversations;
    final Messages messages;
    final Changes changes;
    final LocalNetwork network;

    House(TestDatabase database, Path data) {
        List<String> settings = new ArrayList<>();
        settings.add("--snug.data-dir=" + data);
        settings.add("--snug.database-url=" + database.url());
        settings.add("--snug.database-user=" + database.user());
        settings.add("--snug.database-password=" + database.password());
        settings.add("--snug.local.nodes=" + NODES);
        settings.add("--snug.local.seed-port=0");
        settings.add("--snug.local.file-port=0");
        settings.add("--snug.local.node-port=0");
        settings.add("--snug.passphrase.passes=1");
        settings.add("--snug.passphrase.mebibytes=1");
        settings.add("--server.port=0");
        context =
                new SpringApplicationBuilder(SnugApplication.class)
                        .registerShutdownHook(false)
                        .run(settings.toArray(String[]::new));
        members = context.getBean(Members.class);
        accounts = context.getBean(Accounts.class);
        conversations = context.getBean(Conversations.class);
        messages = context.getBean(Messages.class);
        changes = context.getBean(Changes.class);
        network = context.getBean(LocalNetwork.class);
    }

    static Secret secret(String text) {
        return Secret.owning(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The account of the member with this login. */
    Account account(String login) {
        return members.all().stream()
                .filter(member -> member.login().equals(login))
                .flatMap(member -> accounts.of(member.id()).stream())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no account of " + login));
    }

    String address() {
        return "http://localhost:"
                + context.getEnvironment().getRequiredProperty("local.server.port");
    }

    @Override
    public void close() {
        context.close();
    }
}
