/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot.command;

/** A command that cannot be carried out; the message is a sentence for people. */
final class CommandException extends Exception {

    CommandException(String sentence) {
        super(sentence);
    }

    CommandException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
