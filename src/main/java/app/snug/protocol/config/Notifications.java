/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

/** When a conversation makes itself heard, in the order of the protocol's numbers. */
public enum Notifications {
    DEFAULT,
    ALL,
    DISABLED,
    MENTIONS_ONLY;

    static Notifications of(long number) {
        return number > 0 && number < values().length ? values()[(int) number] : DEFAULT;
    }
}
