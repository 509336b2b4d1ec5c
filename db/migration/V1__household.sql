-- SPDX-License-Identifier: AGPL-3.0-only
-- Members, invitations and browser sessions. Nothing here opens a vault by itself: vault keys are
-- stored wrapped only, invitations as hashes, and a session row does not give its cookie away.

create table member (
    id                    uuid        primary key,
    -- The login as its member writes it, and as it is compared.
    login                 text        not null check (char_length(login) between 1 and 64),
    login_key             text        not null unique,
    owner                 boolean     not null,
    since                 timestamptz not null,
    -- How the passphrase becomes the key that opens vault_by_passphrase (Argon2id).
    salt                  bytea       not null check (octet_length(salt) = 16),
    passes                integer     not null check (passes between 1 and 64),
    memory                integer     not null check (memory between 8192 and 1073741824),
    vault_by_passphrase   bytea       not null,
    -- Present while the member stays connected when away.
    vault_by_server       bytea
);

-- A household has one owner, whoever comes first.
create unique index member_one_owner on member (owner) where owner;

create table invitation (
    id         bigint      primary key generated always as identity,
    token_hash bytea       not null unique check (octet_length(token_hash) = 32),
    invited_by uuid        not null references member on delete cascade,
    created    timestamptz not null,
    expires    timestamptz not null
);

create index invitation_invited_by on invitation (invited_by);

-- Spring Session's tables, with text where its own script pads.
create table spring_session (
    primary_id            text   primary key,
    session_id            text   not null unique,
    creation_time         bigint not null,
    last_access_time      bigint not null,
    max_inactive_interval int    not null,
    expiry_time           bigint not null,
    principal_name        text
);

create index spring_session_expiry_time on spring_session (expiry_time);
create index spring_session_principal_name on spring_session (principal_name);

create table spring_session_attributes (
    session_primary_id text  not null references spring_session on delete cascade,
    attribute_name     text  not null,
    attribute_bytes    bytea not null,
    primary key (session_primary_id, attribute_name)
);
