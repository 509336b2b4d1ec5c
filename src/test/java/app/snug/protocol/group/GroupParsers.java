/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.group;

import app.snug.protocol.bencode.BencodeDict;
import app.snug.protocol.bencode.BencodeReader;
import app.snug.protocol.bencode.MalformedBencodeException;
import app.snug.protocol.identity.AccountId;

/** For the fuzzer: what is read once signatures are checked and ciphertexts open. */
public final class GroupParsers {

    private static final AccountId GROUP = new AccountId("03" + "ab".repeat(32));

    private GroupParsers() {}

    public static void keyMessage(byte[] bytes) {
        try {
            if (BencodeReader.parse(bytes, KeyMessage.LIMITS) instanceof BencodeDict dict) {
                KeyMessage.read(dict);
            }
        } catch (MalformedBencodeException | MalformedGroupException e) {
            // Refused.
        }
        try {
            GroupKeys.keys(bytes);
        } catch (MalformedGroupException e) {
            // Refused.
        }
    }

    public static void dump(byte[] bytes) {
        try {
            KeysDump.read(bytes);
        } catch (MalformedGroupException e) {
            // Refused.
        }
    }

    public static void message(byte[] bytes) {
        try {
            GroupMessage.read(bytes, GROUP);
        } catch (MalformedGroupException e) {
            // Refused.
        }
        try {
            GroupMessage.body(GroupMessage.unpad(bytes)).plain();
        } catch (MalformedGroupException | MalformedBencodeException e) {
            // Refused.
        }
    }

    public static void container(byte[] bytes) {
        try {
            MultiRecipient.read(bytes);
        } catch (MalformedGroupException e) {
            // Refused.
        }
    }
}
