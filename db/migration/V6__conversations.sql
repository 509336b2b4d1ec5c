-- SPDX-License-Identifier: AGPL-3.0-only
-- Everything that conversations hold besides text: answers, reactions, files, cards and lines,
-- messages that vanish, and what an account prefers. Bodies, details, names, addresses, keys and
-- emoji are sealed; ids, times, states and sizes are plain. Times are Unix milliseconds.

alter table message
    -- Words or files of somebody, a card, or a line about what happened.
    add column kind           text     not null default 'TEXT'
               check (kind in ('TEXT', 'INVITATION', 'TIMER', 'MEDIA_SAVED', 'ACCEPTED', 'DELETED')),
    -- The message that it answers.
    add column quote_author   bytea    check (octet_length(quote_author) = 33),
    add column quote_sent_at  bigint,
    -- What a kind needs besides its text: a link's title, a community's address.
    add column details        bytea,
    -- 1 after sending, 2 after reading; seconds. Until vanishes_at is known the timer waits.
    add column timer_mode     smallint check (timer_mode in (1, 2)),
    add column timer          bigint   check (timer > 0),
    add column vanishes_at    bigint,
    -- Keyed hashes of its words and their beginnings; only its member's key makes them.
    add column words          bigint[],
    add check ((quote_author is null) = (quote_sent_at is null)),
    add check ((timer_mode is null) = (timer is null)),
    add check (vanishes_at is null or timer is not null);

create index message_vanishing on message (vanishes_at) where vanishes_at is not null;
create index message_words on message using gin (words);
create index message_hash on message (account, hash) where hash is not null;

-- By the name of the message, which may come later than a reaction to it.
create table reaction (
    id           bigint  primary key generated always as identity,
    account      bigint  not null references account on delete cascade,
    conversation bigint  not null references conversation on delete cascade,
    target       bytea   not null check (octet_length(target) = 33),
    target_at    bigint  not null,
    author       bytea   not null check (octet_length(author) = 33),
    sent_at      bigint  not null,
    emoji        bytea   not null,
    unique (conversation, author, sent_at)
);

create index reaction_target on reaction (conversation, target, target_at);

-- Files of messages. Bytes lie sealed in the data directory, under the names here.
create table attachment (
    id           bigint   primary key generated always as identity,
    account      bigint   not null references account on delete cascade,
    message      bigint   not null references message on delete cascade,
    -- A file of the message, or the picture of its link.
    part         text     not null check (part in ('FILE', 'PREVIEW')),
    place        smallint not null,
    content_type text     not null,
    name         bytea,
    caption      bytea,
    size         bigint   not null check (size >= 0),
    voice        boolean  not null default false,
    width        integer  not null default 0,
    height       integer  not null default 0,
    -- How long it plays; 0 if unknown.
    milliseconds bigint   not null default 0,
    -- Address, key and digest; null until it is uploaded.
    pointer      bytea,
    -- OFFERED waits for somebody to ask for it.
    state        text     not null
                 check (state in ('OFFERED', 'FETCHING', 'HERE', 'SENDING', 'EXPIRED', 'REFUSED')),
    failure      text,
    stored       text     unique,
    thumbnail    text     unique,
    attempts     integer  not null default 0,
    due_at       bigint,
    unique (message, part, place)
);

create index attachment_due on attachment (due_at) where due_at is not null;

-- A letter may be about no message of ours: that one was read, is to be forgotten, is accepted.
alter table outbox
    alter column message drop not null,
    -- Of a copy: the letter that it waits for.
    add column original bigint;
update outbox c set original = o.id
    from outbox o where o.message = c.message and not o.copy and c.copy;
create index outbox_original on outbox (original) where original is not null;

-- What the swarm is to be asked about messages that lie there, until it has done it.
create table errand (
    id         bigint   primary key generated always as identity,
    account    bigint   not null references account on delete cascade,
    action     text     not null check (action in ('DELETE', 'SHORTEN')),
    hash       text     collate "C" not null,
    -- Until when it may stay; with SHORTEN.
    expiry     bigint,
    attempts   integer  not null default 0,
    due_at     bigint   not null,
    give_up_at bigint   not null,
    unique (account, action, hash)
);

create index errand_due on errand (due_at);

alter table contact
    -- Where their picture lies and what opens it; and the picture itself, in the data directory.
    add column picture        bytea,
    add column picture_stored text unique,
    -- Files of theirs are fetched without asking; known to this server alone.
    add column fetches        boolean not null default false;

alter table account
    add column picture_stored text unique;

-- What holds on this server alone, and not on other devices.
create table preferences (
    account        bigint  primary key references account on delete cascade,
    read_receipts  boolean not null default false,
    typing         boolean not null default false,
    link_previews  boolean not null default false,
    enter_sends    boolean not null default true,
    autoplay       boolean not null default false,
    notify         text    not null default 'ALL' check (notify in ('ALL', 'MENTIONS', 'NONE')),
    notify_content text    not null default 'FULL'
                   check (notify_content in ('FULL', 'NAME', 'NOTHING'))
);
