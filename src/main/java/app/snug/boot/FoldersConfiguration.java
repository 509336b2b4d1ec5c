/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot;

import app.snug.messenger.AttachmentFolder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where things lie in the data directory. */
@Configuration(proxyBeanMethods = false)
class FoldersConfiguration {

    @Bean
    AttachmentFolder attachmentFolder(SnugSettings settings) {
        return new AttachmentFolder(settings.attachmentsDirectory());
    }
}
