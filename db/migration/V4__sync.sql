-- SPDX-License-Identifier: AGPL-3.0-only
-- One account on several devices: its configs as they were last merged, and what they say about
-- conversations and contacts. Dumps and names are sealed; settings, times and hashes are
-- plain. Times are Unix milliseconds.

-- Null once everything is read; while CONFIGS, nothing is pushed. Accounts of before have never
-- looked for configs.
alter table account
    add column restoring text check (restoring in ('CONFIGS', 'MESSAGES'));
update account set restoring = 'CONFIGS';

create table config (
    account        bigint   not null references account on delete cascade,
    namespace      smallint not null,
    dump           bytea    not null,
    -- Since when the swarm lacks something; null if it lacks nothing.
    unpushed_since bigint,
    pushed_at      bigint,
    -- Replaced messages that are to be deleted from the swarm with the next push.
    obsolete       text[]   collate "C" not null default '{}',
    -- When the newest message that was merged was stored.
    latest         bigint   not null default 0,
    -- Messages that could not be read.
    refused        bigint   not null default 0,
    primary key (account, namespace)
);

alter table config alter column dump set storage external;

create index config_unpushed on config (account) where unpushed_since is not null;

alter table contact
    -- Null: known by nothing but the Account ID.
    alter column name drop not null,
    add column nickname    bytea,
    add column approved    boolean not null default false,
    add column approved_me boolean not null default false,
    add column blocked     boolean not null default false;

alter table conversation
    -- More than 0: pinned; −1: hidden.
    add column priority      integer  not null default 0 check (priority >= -1),
    -- As the protocol numbers them: default, all, none, mentions only.
    add column notifications smallint not null default 0 check (notifications between 0 and 3),
    add column muted_until   bigint,
    add column marked_unread boolean  not null default false,
    -- Messages shown up to then are read.
    add column last_read     bigint   not null default 0,
    -- 1 after sending, 2 after reading; seconds.
    add column timer_mode    smallint check (timer_mode in (1, 2)),
    add column timer         bigint   check (timer > 0),
    add check ((timer_mode is null) = (timer is null));

-- What was read before this is still read.
update conversation set last_read = last_activity where unread = 0;

drop index conversation_order;
create index conversation_order
    on conversation (account, greatest(priority, 0), last_activity, id) where priority >= 0;
