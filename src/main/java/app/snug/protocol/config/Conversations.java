/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.crypto.X25519PublicKey;
import app.snug.protocol.bencode.BencodeDict;
import app.snug.protocol.bencode.BencodeInteger;
import app.snug.protocol.bencode.BencodeString;
import app.snug.protocol.config.ConversationKey.BlindedPerson;
import app.snug.protocol.config.ConversationKey.Community;
import app.snug.protocol.config.ConversationKey.Group;
import app.snug.protocol.config.ConversationKey.LegacyGroup;
import app.snug.protocol.config.ConversationKey.Person;
import app.snug.protocol.identity.AccountId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * How far each conversation has been read, on any device ({@code protocol/04} §8.3). That one is
 * missing here says nothing about the conversation.
 */
public final class Conversations {

    /** Older markers are dropped when pushing. */
    private static final Duration PRUNED = Duration.ofDays(45);

    private static final ServerRecords COMMUNITIES = ServerRecords.at("o");
    private static final BencodeString PEOPLE = BencodeString.of("1");
    private static final BencodeString BLINDED = BencodeString.of("b");
    private static final BencodeString GROUPS = BencodeString.of("g");
    private static final BencodeString LEGACY_GROUPS = BencodeString.of("C");

    private final SyncedConfig config;

    public Conversations(SyncedConfig config) {
        this.config = config;
    }

    public SyncedConfig config() {
        return config;
    }

    public Optional<ReadMarker> find(ConversationKey conversation) {
        BencodeDict fields = record(config.data(), conversation);
        return fields.isEmpty()
                ? Optional.empty()
                : Optional.of(new ReadMarker(conversation, fields));
    }

    /** By kind, each in the order of its keys. */
    public List<ReadMarker> all() {
        BencodeDict data = config.data();
        List<ReadMarker> all = new ArrayList<>();
        addAll(all, data, PEOPLE, Person::new);
        addAll(all, data, GROUPS, Group::new);
        addAll(all, data, LEGACY_GROUPS, LegacyGroup::new);
        addAll(all, data, BLINDED, BlindedPerson::new);
        for (ServerRecords.Entry entry : COMMUNITIES.all(data)) {
            try {
                CommunityRoom room = new CommunityRoom(entry.baseUrl(), entry.name().text());
                all.add(new ReadMarker(new Community(room), entry.fields()));
            } catch (IllegalArgumentException e) {
                // Another app's mistake: not shown, and kept as it is.
            }
        }
        return all;
    }

    private static void addAll(
            List<ReadMarker> all,
            BencodeDict data,
            BencodeString top,
            Function<AccountId, ConversationKey> key) {
        BencodeDict records = ConfigTree.dictAt(data, top);
        for (int i = 0; i < records.size(); i++) {
            if (!(records.value(i) instanceof BencodeDict fields)) {
                continue;
            }
            try {
                AccountId id = AccountId.of(records.key(i).bytes());
                all.add(new ReadMarker(key.apply(id), fields));
            } catch (IllegalArgumentException e) {
                // Another app's mistake: not shown, and kept as it is.
            }
        }
    }

    /**
     * Changes a marker, or adds one.
     *
     * @throws IllegalArgumentException for a community: its server's key is needed too
     */
    public boolean edit(ConversationKey conversation, Instant now, Consumer<MarkerEdit> edit) {
        if (conversation instanceof Community) {
            throw new IllegalArgumentException("A community's server has a key");
        }
        BencodeString top = ConversationKey.top(conversation);
        BencodeString key = BencodeString.of(id(conversation).bytes());
        return config.edit(data -> {
            MarkerEdit marker = new MarkerEdit(record(data, conversation), now);
            edit.accept(marker);
            if (conversation instanceof BlindedPerson person) {
                marker.flag("y", person.id().kind() == 0x15);
            }
            return ConfigTree.withDictAt(data, marker.record(), top, key);
        });
    }

    public boolean edit(
            CommunityRoom room, X25519PublicKey serverKey, Instant now, Consumer<MarkerEdit> edit) {
        BencodeString key = BencodeString.of(room.key());
        return config.edit(data -> {
            MarkerEdit marker = new MarkerEdit(COMMUNITIES.find(data, room.baseUrl(), key), now);
            edit.accept(marker);
            return COMMUNITIES.with(data, room.baseUrl(), serverKey, key, marker.record());
        });
    }

    /**
     * @return whether there was one
     */
    public boolean erase(ConversationKey conversation) {
        return config.edit(data -> without(data, conversation));
    }

    /** What to store, without markers that nobody needs any more. */
    public ConfigPush push(Instant now) {
        long oldest = now.minus(PRUNED).toEpochMilli();
        List<ConversationKey> stale =
                all().stream()
                        .filter(marker -> isStale(marker, oldest))
                        .map(ReadMarker::conversation)
                        .toList();
        if (!stale.isEmpty() && config.mayWrite()) {
            config.edit(data -> {
                BencodeDict left = data;
                for (ConversationKey conversation : stale) {
                    left = without(left, conversation);
                }
                return left;
            });
        }
        return config.push(now);
    }

    private static boolean isStale(ReadMarker marker, long oldest) {
        boolean pro =
                marker.proProof()
                        .filter(proof -> proof.expiry().toEpochMilli() > oldest)
                        .isPresent();
        long lastRead = marker.fields().get("r") instanceof BencodeInteger value ? value.bits() : 0;
        // The reference never prunes those of groups.
        boolean kept = marker.conversation() instanceof Group || marker.unread() || pro;
        return lastRead < oldest && !kept;
    }

    private static BencodeDict record(BencodeDict data, ConversationKey conversation) {
        if (conversation instanceof Community community) {
            CommunityRoom room = community.room();
            return COMMUNITIES.find(data, room.baseUrl(), BencodeString.of(room.key()));
        }
        BencodeString key = BencodeString.of(id(conversation).bytes());
        return ConfigTree.dictAt(data, ConversationKey.top(conversation), key);
    }

    private static BencodeDict without(BencodeDict data, ConversationKey conversation) {
        if (conversation instanceof Community community) {
            CommunityRoom room = community.room();
            return COMMUNITIES.without(data, room.baseUrl(), BencodeString.of(room.key()));
        }
        BencodeString key = BencodeString.of(id(conversation).bytes());
        return ConfigTree.withDictAt(
                data, BencodeDict.EMPTY, ConversationKey.top(conversation), key);
    }

    private static AccountId id(ConversationKey conversation) {
        return switch (conversation) {
            case Person(AccountId id) -> id;
            case Group(AccountId id) -> id;
            case LegacyGroup(AccountId id) -> id;
            case BlindedPerson(AccountId id) -> id;
            case Community community -> throw new IllegalArgumentException("Has no id");
        };
    }
}
