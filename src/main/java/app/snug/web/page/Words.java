/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.page;

import java.util.Locale;
import org.springframework.context.MessageSource;

/** The sentences of {@code frontend/i18n}, for code that puts them together. */
public final class Words {

    private final MessageSource messages;

    Words(MessageSource messages) {
        this.messages = messages;
    }

    public String say(Locale locale, String key, Object... parts) {
        return messages.getMessage(key, parts, locale);
    }
}
