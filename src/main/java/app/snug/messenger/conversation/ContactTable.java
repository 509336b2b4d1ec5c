/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.conversation;

import app.snug.crypto.Secret;
import app.snug.messenger.AccountRef;
import app.snug.messenger.Vault;
import app.snug.messenger.account.Seals;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.message.Picture;
import java.nio.charset.StandardCharsets;
import java.sql.Types;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code contact}: what we know of people, and what we decided about them. */
public final class ContactTable {

    private final JdbcClient jdbc;
    private final Bell bell = new Bell();

    public ContactTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A person.
     *
     * @param name what they call themselves
     * @param namedAt of name and picture, seconds, as the other side gives it; 0 if it does not
     * @param picture where theirs lies and what opens it
     */
    public record Person(
            Optional<String> name,
            long namedAt,
            Optional<Picture> picture,
            Optional<String> nickname,
            boolean approved,
            boolean approvedMe,
            boolean blocked) {

        static final Person UNKNOWN =
                new Person(
                        Optional.empty(),
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        false,
                        false);

        Person shown(String newName, Optional<Picture> newPicture, long at) {
            return new Person(
                    Optional.of(newName), at, newPicture, nickname, approved, approvedMe, blocked);
        }

        Person nicknamed(String newNickname) {
            return new Person(
                    name,
                    namedAt,
                    picture,
                    Optional.of(newNickname).filter(text -> !text.isEmpty()),
                    approved,
                    approvedMe,
                    blocked);
        }

        Person approvedByUs() {
            return new Person(name, namedAt, picture, nickname, true, approvedMe, blocked);
        }

        Person approvedUs() {
            return new Person(name, namedAt, picture, nickname, approved, true, blocked);
        }

        Person blocked(boolean yes) {
            return new Person(name, namedAt, picture, nickname, approved, approvedMe, yes);
        }
    }

    /**
     * Calls the listener after each commit that may leave a picture to fetch.
     *
     * @param listener must return at once
     */
    public void whenPictured(Runnable listener) {
        bell.hear(listener);
    }

    /** Somebody unknown if there is no such row. */
    public Person find(AccountRef account, Vault vault, AccountId peer) {
        return jdbc.sql(
                        """
                        select name, named_at, picture, nickname, approved, approved_me, blocked
                        from contact where account = ? and peer = ?
                        """)
                .params(account.value(), peer.bytes())
                .query((row, number) ->
                        new Person(
                                open(vault, nameRow(account, peer), row.getBytes("name")),
                                row.getLong("named_at"),
                                picture(vault, pictureRow(account, peer), row.getBytes("picture")),
                                open(vault, nicknameRow(account, peer), row.getBytes("nickname")),
                                row.getBoolean("approved"),
                                row.getBoolean("approved_me"),
                                row.getBoolean("blocked")))
                .optional()
                .orElse(Person.UNKNOWN);
    }

    /** Whether both have accepted each other, and we have not blocked them. */
    public boolean isMutual(AccountRef account, AccountId peer) {
        return jdbc.sql(
                        """
                        select approved and approved_me and not blocked
                        from contact where account = ? and peer = ?
                        """)
                .params(account.value(), peer.bytes())
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    /**
     * Within a transaction. A picture other than the one before has yet to be fetched: {@code
     * picture_stored} is null.
     */
    void save(
            AccountRef account, Vault vault, AccountId peer, Person person, boolean otherPicture) {
        jdbc.sql(
                        """
                        insert into contact (account, peer, name, named_at, picture, nickname,
                                             approved, approved_me, blocked)
                        values (:account, :peer, :name, :namedAt, :picture, :nickname, :approved,
                                :approvedMe, :blocked)
                        on conflict (account, peer) do update
                        set name = excluded.name, named_at = excluded.named_at,
                            picture = excluded.picture,
                            picture_stored = case when not :otherPicture
                                                  then contact.picture_stored end,
                            nickname = excluded.nickname, approved = excluded.approved,
                            approved_me = excluded.approved_me, blocked = excluded.blocked
                        """)
                .param("account", account.value())
                .param("peer", peer.bytes())
                .param("name", seal(vault, nameRow(account, peer), person.name()), Types.BINARY)
                .param("namedAt", person.namedAt())
                .param("otherPicture", otherPicture)
                .param("picture", seal(vault, account, peer, person.picture()), Types.BINARY)
                .param(
                        "nickname",
                        seal(vault, nicknameRow(account, peer), person.nickname()),
                        Types.BINARY)
                .param("approved", person.approved())
                .param("approvedMe", person.approvedMe())
                .param("blocked", person.blocked())
                .update();
        if (person.approved() && person.picture().isPresent()) {
            bell.ring();
        }
    }

    /** Those that are blocked, by Account ID. */
    List<AccountId> blocked(AccountRef account, int limit) {
        return jdbc
                .sql("select peer from contact where account = ? and blocked order by peer limit ?")
                .params(account.value(), limit)
                .query(byte[].class)
                .list()
                .stream()
                .map(AccountId::of)
                .toList();
    }

    /**
     * For accounts of before approvals were known: whoever was written to is approved, and whoever
     * wrote has approved us.
     */
    public void recallApprovals() {
        recall("approved", "m.outgoing");
        recall("approved_me", "not m.outgoing");
    }

    private void recall(String approval, String message) {
        jdbc.sql(
                        """
                        update contact n set %1$s = true
                        from conversation c
                        where not n.%1$s and c.account = n.account and c.peer = n.peer
                          and exists (select from message m
                                      where m.conversation = c.id and %2$s)
                        """
                                .formatted(approval, message))
                .update();
    }

    void delete(AccountRef account, AccountId peer) {
        jdbc.sql("delete from contact where account = ? and peer = ?")
                .params(account.value(), peer.bytes())
                .update();
    }

    static Optional<String> open(Vault vault, String row, byte @Nullable [] sealed) {
        return Optional.ofNullable(sealed).map(bytes -> Seals.open(vault, row, bytes));
    }

    private static byte @Nullable [] seal(
            Vault vault, AccountRef account, AccountId peer, Optional<Picture> picture) {
        return picture.map(
                        known -> {
                            byte[] url = known.url().getBytes(StandardCharsets.UTF_8);
                            byte[] key = known.key().copy();
                            byte[] plain = Arrays.copyOf(key, key.length + url.length);
                            System.arraycopy(url, 0, plain, key.length, url.length);
                            byte[] sealed = vault.seal(pictureRow(account, peer), plain);
                            Arrays.fill(key, (byte) 0);
                            Arrays.fill(plain, (byte) 0);
                            return sealed;
                        })
                .orElse(null);
    }

    /** The key, then the URL. */
    private static Optional<Picture> picture(Vault vault, String row, byte @Nullable [] sealed) {
        if (sealed == null) {
            return Optional.empty();
        }
        byte[] plain = Seals.openBytes(vault, row, sealed);
        String url =
                new String(
                        plain,
                        Picture.KEY_SIZE,
                        plain.length - Picture.KEY_SIZE,
                        StandardCharsets.UTF_8);
        Secret key = Secret.owning(Arrays.copyOf(plain, Picture.KEY_SIZE));
        Arrays.fill(plain, (byte) 0);
        return Optional.of(new Picture(url, key));
    }

    private static byte @Nullable [] seal(Vault vault, String row, Optional<String> text) {
        return text.map(plain -> Seals.seal(vault, row, plain)).orElse(null);
    }

    /** Newer by the contact's own word, or as old as it knows ({@code protocol/01} §4.7). */
    static boolean isNewer(Person known, Optional<Instant> at) {
        long seconds = at.map(Instant::getEpochSecond).orElse(0L);
        return known.name().isEmpty()
                || seconds > known.namedAt()
                || seconds == 0 && known.namedAt() == 0;
    }

    static String nameRow(AccountRef account, AccountId peer) {
        return "contact/" + account.value() + "/" + peer + "/name";
    }

    private static String pictureRow(AccountRef account, AccountId peer) {
        return "contact/" + account.value() + "/" + peer + "/picture";
    }

    static String nicknameRow(AccountRef account, AccountId peer) {
        return "contact/" + account.value() + "/" + peer + "/nickname";
    }
}
