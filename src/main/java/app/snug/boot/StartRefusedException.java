/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot;

/** A setting or the surroundings make a start impossible; the message tells an operator why. */
final class StartRefusedException extends RuntimeException {

    /**
     * @param sentence names the setting
     */
    StartRefusedException(String sentence) {
        super(sentence);
    }

    StartRefusedException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
