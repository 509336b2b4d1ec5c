/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.sync;

import app.snug.messenger.Account;
import app.snug.messenger.SyncStatus;
import app.snug.messenger.account.Configs;
import app.snug.messenger.account.StoredAccounts;
import app.snug.protocol.config.CommunityMembership;
import app.snug.protocol.config.ConfigType;
import app.snug.protocol.config.GroupMembership;
import app.snug.protocol.config.LegacyGroup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the database says about configs and what came back. */
public final class StoredSyncStatus implements SyncStatus {

    private final JdbcClient jdbc;
    private final StoredAccounts accounts;

    public StoredSyncStatus(JdbcClient jdbc, StoredAccounts accounts) {
        this.jdbc = jdbc;
        this.accounts = accounts;
    }

    private record Counts(int conversations, long messages, long unreadable) {}

    @Override
    public Report of(Account account) {
        Counts counts =
                jdbc.sql(
                                """
                                select (select count(*) from conversation c
                                        where c.account = a.id and c.priority >= 0),
                                       (select count(*) from message m where m.account = a.id),
                                       a.unreadable
                                from account a where a.id = ?
                                """)
                        .param(account.ref().value())
                        .query((row, number) ->
                                new Counts(row.getInt(1), row.getLong(2), row.getLong(3)))
                        .single();
        Stage stage =
                accounts.restoring(account)
                        .map(restoring ->
                                switch (restoring) {
                                    case CONFIGS -> Stage.LOOKING;
                                    case MESSAGES -> Stage.READING;
                                })
                        .orElse(Stage.DONE);
        return accounts.configs().read(account, configs -> report(stage, counts, configs));
    }

    private static Report report(Stage stage, Counts counts, Configs configs) {
        return new Report(
                stage,
                configs.contacts().all().size(),
                counts.conversations(),
                configs.markers().all().size(),
                configs.groups().groups().size(),
                configs.groups().communities().size(),
                counts.messages(),
                counts.unreadable(),
                List.of(
                        part(Part.PROFILE, ConfigType.USER_PROFILE, configs),
                        part(Part.CONTACTS, ConfigType.CONTACTS, configs),
                        part(Part.READ_MARKERS, ConfigType.CONVERSATIONS, configs),
                        part(Part.GROUPS, ConfigType.USER_GROUPS, configs)),
                configs.unpushedSince(),
                configs.pushedAt());
    }

    private static PartReport part(Part part, ConfigType type, Configs configs) {
        return new PartReport(
                part,
                Optional.of(configs.latest(type)).filter(Instant.EPOCH::isBefore),
                configs.refusals(type));
    }

    @Override
    public List<Membership> memberships(Account account) {
        return accounts.configs().read(account, StoredSyncStatus::memberships);
    }

    private static List<Membership> memberships(Configs configs) {
        List<Membership> all = new ArrayList<>();
        for (GroupMembership group : configs.groups().groups()) {
            all.add(
                    new Membership(
                            Membership.Kind.GROUP, group.name(), group.id().hex(), place(group)));
        }
        for (CommunityMembership community : configs.groups().communities()) {
            all.add(
                    new Membership(
                            Membership.Kind.COMMUNITY,
                            community.room().room(),
                            community.url(),
                            Membership.Place.INSIDE));
        }
        for (LegacyGroup group : configs.groups().legacyGroups()) {
            all.add(
                    new Membership(
                            Membership.Kind.OLD_GROUP,
                            group.name(),
                            group.id().hex(),
                            Membership.Place.INSIDE));
        }
        return all;
    }

    private static Membership.Place place(GroupMembership group) {
        return switch (group.removal()) {
            case KICKED -> Membership.Place.REMOVED;
            case DESTROYED -> Membership.Place.DISSOLVED;
            case NONE -> group.invited() ? Membership.Place.INVITED : Membership.Place.INSIDE;
        };
    }

    @Override
    public long unreadable(Account account) {
        return jdbc.sql("select coalesce(sum(refused), 0) from config where account = ?")
                .param(account.ref().value())
                .query(Long.class)
                .single();
    }
}
