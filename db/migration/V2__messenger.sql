-- SPDX-License-Identifier: AGPL-3.0-only
-- Accounts and what they say. Entropy, names and bodies are sealed under the owner's vault; the
-- outbox holds finished ciphertext. Ids, times, states and sizes are plain. Times are Unix
-- milliseconds, as the protocol has them; Account IDs are 33 bytes.

create table account (
    id           bigint  primary key generated always as identity,
    -- A member of the household; the room above sees to it.
    owner        uuid    not null,
    account_id   bytea   not null unique check (octet_length(account_id) = 33),
    entropy      bytea   not null,
    display_name bytea   not null,
    named_at     bigint  not null,
    words_kept   boolean not null default false,
    created      bigint  not null,
    -- Of the newest message written here; every message has a millisecond of its own.
    last_sent    bigint  not null default 0,
    -- Whoever writes to an account locks this row and numbers the changes on from here.
    last_change  bigint  not null default 0,
    -- Messages from the network that could not be read.
    unreadable   bigint  not null default 0
) with (fillfactor = 70);

create index account_owner on account (owner, id);

-- What people call themselves.
create table contact (
    account  bigint not null references account on delete cascade,
    peer     bytea  not null check (octet_length(peer) = 33),
    name     bytea  not null,
    -- Seconds, as the other side gives it; 0 if it does not.
    named_at bigint not null,
    primary key (account, peer)
);

create table conversation (
    id            bigint  primary key generated always as identity,
    account       bigint  not null references account on delete cascade,
    peer          bytea   not null check (octet_length(peer) = 33),
    -- shown_at of last_message; while there is none, the start.
    last_activity bigint  not null,
    last_message  bigint,
    unread        integer not null default 0 check (unread >= 0),
    unique (account, peer)
) with (fillfactor = 80);

create index conversation_order on conversation (account, last_activity, id);

create table message (
    id           bigint  primary key generated always as identity,
    account      bigint  not null references account on delete cascade,
    conversation bigint  not null references conversation on delete cascade,
    author       bytea   not null check (octet_length(author) = 33),
    outgoing     boolean not null,
    -- The author's word, which names the message to others; and where we put it.
    sent_at      bigint  not null,
    shown_at     bigint  not null,
    state        text    not null
                 check (state in ('SENDING', 'SENT', 'READ', 'FAILED', 'RECEIVED')),
    failure      text    check (failure is null or state = 'FAILED'),
    body         bytea   not null,
    -- Of the copy in our own swarm.
    hash         text    collate "C",
    -- Of what was written here: the wish to send that it came from.
    send_token   text    collate "C" check (send_token is null or outgoing),
    unique (conversation, author, sent_at)
);

create unique index message_send_token on message (account, send_token)
    where send_token is not null;

create index message_order on message (conversation, shown_at, id);

-- Ready to be stored in a swarm, each conversation in the order of id; copies for our own devices
-- are a queue of their own.
create table outbox (
    id           bigint  primary key generated always as identity,
    account      bigint  not null references account on delete cascade,
    conversation bigint  not null references conversation on delete cascade,
    message      bigint  not null references message on delete cascade,
    copy         boolean not null,
    recipient    bytea   not null check (octet_length(recipient) = 33),
    data         bytea   not null,
    time_to_live bigint  not null,
    attempts     integer not null default 0,
    -- Null rests: a copy until its message is sent, a message until its author tries again.
    due_at       bigint,
    give_up_at   bigint  not null,
    failure      text,
    unique (message, copy)
);

alter table outbox alter column data set storage external;

create index outbox_queue on outbox (conversation, copy, id) where due_at is not null;

-- Hashes of messages that were dealt with, until no node can have them any more.
create table seen_hash (
    account   bigint not null references account on delete cascade,
    hash      text   collate "C" not null,
    forget_at bigint not null,
    primary key (account, hash)
);

create index seen_hash_forget on seen_hash (forget_at);

-- Where reading goes on at each node.
create table swarm_cursor (
    account   bigint   not null references account on delete cascade,
    node      bytea    not null check (octet_length(node) = 32),
    namespace smallint not null,
    hash      text     collate "C" not null,
    saved_at  bigint   not null,
    primary key (account, node, namespace)
);

create table account_change (
    account      bigint not null references account on delete cascade,
    number       bigint not null,
    kind         text   not null,
    conversation bigint not null,
    message      bigint,
    primary key (account, number)
);
