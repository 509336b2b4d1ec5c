/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.bencode;

/** Any bencoded value. Values are immutable and may be shared freely. */
public sealed interface BencodeValue
        permits BencodeInteger, BencodeString, BencodeList, BencodeDict {

    /** The canonical bytes of this value. */
    default byte[] encode() {
        return new BencodeWriter().value(this).toByteArray();
    }
}
