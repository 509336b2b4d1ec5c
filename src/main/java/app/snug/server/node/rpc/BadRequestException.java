/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

/** Parameters that cannot be understood; the message is what the client is told. */
final class BadRequestException extends Exception {

    BadRequestException(String message) {
        super(message, null, false, false);
    }
}
