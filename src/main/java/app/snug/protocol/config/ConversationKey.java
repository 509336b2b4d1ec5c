/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.protocol.bencode.BencodeString;
import app.snug.protocol.identity.AccountId;

/** Which conversation a read marker belongs to. */
public sealed interface ConversationKey {

    /** One person, or with the own id the notes to oneself. */
    record Person(AccountId id) implements ConversationKey {
        public Person {
            require(id, AccountId.USER);
        }
    }

    record Group(AccountId id) implements ConversationKey {
        public Group {
            require(id, AccountId.GROUP);
        }
    }

    /** A closed group of the old kind: kept for other devices, otherwise dead. */
    record LegacyGroup(AccountId id) implements ConversationKey {
        public LegacyGroup {
            require(id, AccountId.USER);
        }
    }

    /** Someone of a community by a blinded id, 15 or 25. */
    record BlindedPerson(AccountId id) implements ConversationKey {
        public BlindedPerson {
            if (id.kind() != 0x15 && id.kind() != 0x25) {
                throw new IllegalArgumentException("Not a blinded id");
            }
        }
    }

    record Community(CommunityRoom room) implements ConversationKey {}

    private static void require(AccountId id, int kind) {
        if (id.kind() != kind) {
            throw new IllegalArgumentException("An id of another kind");
        }
    }

    /** Where records of this kind lie; communities lie deeper. */
    static BencodeString top(ConversationKey key) {
        return BencodeString.of(
                switch (key) {
                    case Person person -> "1";
                    case Group group -> "g";
                    case LegacyGroup group -> "C";
                    case BlindedPerson person -> "b";
                    case Community community -> "o";
                });
    }
}
