/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

/**
 * A config message or dump that does not open, verify or parse. The message is safe to show and
 * holds nothing of it.
 */
public final class MalformedConfigException extends Exception {

    public MalformedConfigException(String message) {
        super(message, null, false, false);
    }
}
