/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot;

import app.snug.server.files.FileServer;
import app.snug.server.files.FileServerKey;
import app.snug.server.files.FileServerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Objects;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** This household's file server, if the process has the role {@code files}. */
@Configuration(proxyBeanMethods = false)
@Conditional(Role.Files.class)
class FilesConfiguration {

    /** Logs hold no keys, not even public ones. */
    static final String PUBLIC_KEY = "public-key";

    private static final Logger LOG = LoggerFactory.getLogger(FilesConfiguration.class);

    @Bean(destroyMethod = "close")
    @DependsOnDatabaseInitialization
    FileServer fileServer(
            SnugSettings settings, DataSource database, Clock clock, SecureRandom random) {
        SnugSettings.Files files = settings.files();
        Path directory = settings.filesDirectory();
        Path folder =
                Objects.requireNonNullElseGet(files.folder(), () -> directory.resolve("stored"));
        try {
            FileServer server =
                    FileServer.start(
                            FileServerSettings.DEFAULT
                                    .on(files.address(), files.port())
                                    .withRoom(files.space().toBytes())
                                    .withTimeToLive(files.lifetime()),
                            FileServerKey.load(directory, random),
                            database,
                            folder,
                            clock,
                            random);
            Path key = directory.resolve(PUBLIC_KEY);
            Files.writeString(key, server.onionKey().hex() + "\n");
            LOG.info(
                    "The file server runs on port {}; a network names it with the key in {}",
                    server.port(),
                    key);
            return server;
        } catch (IOException e) {
            throw new StartRefusedException(
                    "The file server cannot start: "
                            + e.getMessage()
                            + ". SNUG_FILES_ADDRESS and SNUG_FILES_PORT say where it listens,"
                            + " SNUG_FILES_FOLDER where its files are.",
                    e);
        }
    }
}
