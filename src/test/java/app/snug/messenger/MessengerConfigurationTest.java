/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.snug.messenger.attachment.AttachmentConfiguration;
import app.snug.network.Network;
import app.snug.testing.TestDatabase;
import app.snug.testing.TravellingClock;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class MessengerConfigurationTest {

    @TempDir Path data;

    private final TestDatabase database = TestDatabase.fresh();
    private final TestVaults vaults = new TestVaults();
    private final TravellingClock clock =
            new TravellingClock(Instant.parse("2026-11-24T12:00:00Z"));
    private final ScriptedSwarms swarms = new ScriptedSwarms(clock);

    private final ApplicationContextRunner program =
            new ApplicationContextRunner()
                    .withBean(JdbcClient.class, () -> JdbcClient.create(database.dataSource()))
                    .withBean(
                            TransactionTemplate.class,
                            () ->
                                    new TransactionTemplate(
                                            new DataSourceTransactionManager(
                                                    database.dataSource())))
                    .withBean(Vaults.class, () -> vaults)
                    .withBean(Network.class, () -> TestMessenger.network(swarms, clock))
                    .withBean(TravellingClock.class, () -> clock)
                    .withBean(SecureRandom.class, SecureRandom::new)
                    .withBean(AttachmentFolder.class, () -> new AttachmentFolder(data))
                    .withUserConfiguration(
                            MessengerConfiguration.class, AttachmentConfiguration.class);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theProgramSendsAndReceivesFromStartToStopAndGoesOnAfterARestart() {
        OwnerId owner = vaults.newOwner();
        program.run(running -> {
            Account anna = running.getBean(Accounts.class).create(owner, "Anna");
            ConversationId notes = running.getBean(Conversations.class).start(anna, anna.id()).id();
            running.getBean(Messages.class).send(anna, notes, "Note");
            await().until(() -> !swarms.mailbox(anna.id()).isEmpty());
            assertThat(running.getBean(Changes.class).newest(anna)).isPositive();
            assertThat(running.getBean(Messenger.class).isRunning()).isTrue();
        });
        int polls = swarms.polls.get();
        program.run(running -> {
            Account anna = running.getBean(Accounts.class).of(owner).getFirst();
            await().until(() -> swarms.polls.get() > polls);
            Conversations.Summary notes =
                    running.getBean(Conversations.class)
                            .list(anna, Optional.empty(), 10)
                            .getFirst();
            assertThat(notes.last().orElseThrow().body()).isEqualTo("Note");
        });
    }
}
