/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.conversation;

import app.snug.messenger.AccountRef;
import app.snug.messenger.Vault;
import app.snug.messenger.account.Seals;
import app.snug.protocol.identity.AccountId;
import java.sql.Types;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code contact}: what we know of people, and what we decided about them. */
public final class ContactTable {

    private final JdbcClient jdbc;

    public ContactTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A person.
     *
     * @param name what they call themselves
     * @param namedAt seconds, as the other side gives it; 0 if it does not
     */
    public record Person(
            Optional<String> name,
            long namedAt,
            Optional<String> nickname,
            boolean approved,
            boolean approvedMe,
            boolean blocked) {

        static final Person UNKNOWN =
                new Person(Optional.empty(), 0, Optional.empty(), false, false, false);

        Person named(String newName, long at) {
            return new Person(Optional.of(newName), at, nickname, approved, approvedMe, blocked);
        }

        Person nicknamed(String newNickname) {
            return new Person(
                    name,
                    namedAt,
                    Optional.of(newNickname).filter(text -> !text.isEmpty()),
                    approved,
                    approvedMe,
                    blocked);
        }

        Person approvedByUs() {
            return new Person(name, namedAt, nickname, true, approvedMe, blocked);
        }

        Person approvedUs() {
            return new Person(name, namedAt, nickname, approved, true, blocked);
        }

        Person blocked(boolean yes) {
            return new Person(name, namedAt, nickname, approved, approvedMe, yes);
        }
    }

    /** Somebody unknown if there is no such row. */
    public Person find(AccountRef account, Vault vault, AccountId peer) {
        return jdbc.sql(
                        """
                        select name, named_at, nickname, approved, approved_me, blocked
                        from contact where account = ? and peer = ?
                        """)
                .params(account.value(), peer.bytes())
                .query((row, number) ->
                        new Person(
                                open(vault, nameRow(account, peer), row.getBytes("name")),
                                row.getLong("named_at"),
                                open(vault, nicknameRow(account, peer), row.getBytes("nickname")),
                                row.getBoolean("approved"),
                                row.getBoolean("approved_me"),
                                row.getBoolean("blocked")))
                .optional()
                .orElse(Person.UNKNOWN);
    }

    void save(AccountRef account, Vault vault, AccountId peer, Person person) {
        jdbc.sql(
                        """
                        insert into contact (account, peer, name, named_at, nickname, approved,
                                             approved_me, blocked)
                        values (:account, :peer, :name, :namedAt, :nickname, :approved,
                                :approvedMe, :blocked)
                        on conflict (account, peer) do update
                        set name = excluded.name, named_at = excluded.named_at,
                            nickname = excluded.nickname, approved = excluded.approved,
                            approved_me = excluded.approved_me, blocked = excluded.blocked
                        """)
                .param("account", account.value())
                .param("peer", peer.bytes())
                .param("name", seal(vault, nameRow(account, peer), person.name()), Types.BINARY)
                .param("namedAt", person.namedAt())
                .param(
                        "nickname",
                        seal(vault, nicknameRow(account, peer), person.nickname()),
                        Types.BINARY)
                .param("approved", person.approved())
                .param("approvedMe", person.approvedMe())
                .param("blocked", person.blocked())
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

    static String nicknameRow(AccountRef account, AccountId peer) {
        return "contact/" + account.value() + "/" + peer + "/nickname";
    }
}
