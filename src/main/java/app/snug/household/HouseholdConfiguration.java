/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.household;

import app.snug.crypto.Argon2id;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Objects;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts the household together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HouseholdSettings.class)
class HouseholdConfiguration {

    @Bean
    ServerKey serverKey(HouseholdSettings settings, SecureRandom random) throws IOException {
        return settings.namesServerKeyFile()
                ? ServerKey.read(Objects.requireNonNull(settings.serverKeyFile()))
                : ServerKey.in(settings.dataDir(), random);
    }

    @Bean
    OpenVaults vaults(SecureRandom random) {
        return new OpenVaults(random);
    }

    @Bean
    PassphraseKeys passphraseKeys() {
        return new PassphraseKeys(Argon2id::derive);
    }

    @Bean
    SetupCode setupCode(InstantSource clock, SecureRandom random) {
        return new SetupCode(clock, random);
    }

    @Bean
    HouseholdMembers members(
            JdbcClient jdbc,
            TransactionTemplate transaction,
            OpenVaults vaults,
            PassphraseKeys keys,
            ServerKey serverKey,
            SetupCode setupCode,
            HouseholdSettings settings,
            InstantSource clock,
            SecureRandom random) {
        var cost =
                new Argon2id.Cost(
                        settings.passphrase().passes(), settings.passphrase().mebibytes() << 20);
        var members =
                new HouseholdMembers(
                        new MemberTable(jdbc),
                        new Invitations(jdbc, clock, random),
                        transaction,
                        vaults,
                        new VaultLocks(keys, cost, random),
                        serverKey,
                        setupCode,
                        new LoginTries(clock, random),
                        clock,
                        random);
        members.openVaults();
        return members;
    }

    @Bean
    SetupNotice setupNotice(Members members, SetupCode code) {
        return new SetupNotice(members, code);
    }
}
