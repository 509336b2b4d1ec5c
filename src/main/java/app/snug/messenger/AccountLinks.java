/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import app.snug.protocol.identity.AccountId;

/** The path part of links and QR codes that open a conversation with an account. */
public final class AccountLinks {

    public static final String PATH = "/talk/";

    private AccountLinks() {}

    /** Such as {@code /talk/05…}. */
    public static String path(AccountId id) {
        return PATH + id.hex();
    }
}
