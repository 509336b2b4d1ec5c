/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.household;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an operator can set for the household.
 *
 * @param dataDir where the server key is kept unless {@code serverKeyFile} names a place
 * @param serverKeyFile an existing file with the server key, such as a Docker secret
 * @param passphrase what guessing a passphrase costs
 */
@ConfigurationProperties("snug")
record HouseholdSettings(
        @DefaultValue("./data") Path dataDir,
        @Nullable Path serverKeyFile,
        @DefaultValue PassphraseCost passphrase) {

    /**
     * Argon2id's work for one try. A change is applied to a member at the next login.
     *
     * @param passes how often trying a passphrase goes over the memory (Argon2id), 1 to 64; a
     *     change reaches a member at the next login
     * @param mebibytes the memory that trying a passphrase takes, 1 to 1024
     */
    record PassphraseCost(@DefaultValue("3") int passes, @DefaultValue("64") int mebibytes) {
        PassphraseCost {
            if (passes < 1 || passes > 64 || mebibytes < 1 || mebibytes > 1024) {
                throw new IllegalArgumentException(
                        "snug.passphrase: passes 1 to 64, mebibytes 1 to 1024");
            }
        }
    }

    boolean namesServerKeyFile() {
        return serverKeyFile != null && !serverKeyFile.toString().isEmpty();
    }
}
