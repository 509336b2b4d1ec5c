/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import app.snug.messenger.change.Ledger;
import app.snug.messenger.conversation.StoredTrimming;
import app.snug.messenger.conversation.VanishingTable;
import app.snug.network.Network;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Makes what lets old messages go. */
@Configuration(proxyBeanMethods = false)
class TrimmingConfiguration {

    @Bean
    StoredTrimming trimming(
            JdbcClient jdbc,
            VanishingTable vanishing,
            Ledger ledger,
            Network network,
            InstantSource clock) {
        return new StoredTrimming(jdbc, vanishing, ledger, network.clock(), clock);
    }
}
