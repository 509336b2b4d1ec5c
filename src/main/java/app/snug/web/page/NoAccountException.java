/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.page;

/** The member has no account yet: a page of the house leads to the welcome. */
final class NoAccountException extends RuntimeException {
    NoAccountException() {
        super("No account yet");
    }
}
