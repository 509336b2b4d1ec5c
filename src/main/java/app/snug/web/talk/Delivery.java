/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import app.snug.messenger.Message;
import org.jspecify.annotations.Nullable;

/** Where one's own message is: icon, and the word for it that is read out. */
public enum Delivery {
    SENDING("clock"),
    SENT("check"),
    READ("read"),
    FAILED("warning");

    private final String icon;

    Delivery(String icon) {
        this.icon = icon;
    }

    public String icon() {
        return icon;
    }

    static @Nullable Delivery of(Message message) {
        return switch (message.state()) {
            case SENDING -> SENDING;
            case SENT -> SENT;
            case READ -> READ;
            case FAILED -> FAILED;
            case RECEIVED -> null;
        };
    }
}
