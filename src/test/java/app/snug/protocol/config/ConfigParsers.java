/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

/** For the fuzzer. */
public final class ConfigParsers {

    private static final int LAG = 5;

    private ConfigParsers() {}

    public static void message(byte[] bytes) {
        try {
            ConfigMessage.parse(bytes, null, LAG);
        } catch (MalformedConfigException e) {
            // Refused.
        }
        if (ConfigParts.isPart(bytes)) {
            part(bytes);
        }
    }

    private static void part(byte[] bytes) {
        try {
            ConfigParts.read(bytes);
        } catch (MalformedConfigException e) {
            // Refused.
        }
    }

    public static void dump(byte[] bytes) {
        try {
            ConfigDump.read(bytes);
        } catch (MalformedConfigException e) {
            // Refused.
        }
    }
}
