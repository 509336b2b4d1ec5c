/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.crypto.X25519PublicKey;
import app.snug.protocol.bencode.BencodeDict;

/** A room of a community that we are in. */
public record CommunityMembership(CommunityRoom room, X25519PublicKey serverKey, BencodeDict fields)
        implements Membership {

    /** The link that invites others. */
    public String url() {
        return room.baseUrl() + "/" + room.room() + "?public_key=" + serverKey.hex();
    }
}
