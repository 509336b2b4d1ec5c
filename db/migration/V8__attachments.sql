-- SPDX-License-Identifier: AGPL-3.0-only
-- Files that are to be sent, and files on the disk whose row has gone. Names, links and pointers are
-- sealed; ids, kinds, sizes and times are plain. Times are Unix milliseconds.

-- Chosen for a message that is not sent yet.
create table draft (
    id           bigint   primary key generated always as identity,
    account      bigint   not null references account on delete cascade,
    conversation bigint   not null references conversation on delete cascade,
    -- A file, or what is seen of a link in the text.
    part         text     not null check (part in ('FILE', 'PREVIEW')),
    content_type text     not null,
    name         bytea,
    -- Of a preview: its address, and below it its title.
    link         bytea,
    size         bigint   not null check (size >= 0),
    voice        boolean  not null default false,
    width        integer  not null default 0,
    height       integer  not null default 0,
    milliseconds bigint   not null default 0,
    stored       text     unique,
    thumbnail    text     unique,
    created_at   bigint   not null
);

create index draft_conversation on draft (conversation);
create index draft_created on draft (created_at);
create index attachment_account on attachment (account, state);

-- Rows go in many ways, with their message, conversation or account. Their files follow.
create table file_left (
    owner  uuid not null,
    stored text not null,
    primary key (owner, stored)
);

create function leave_files() returns trigger language plpgsql as $$
begin
    insert into file_left (owner, stored)
    select a.owner, gone.stored
    from account a, unnest(array[old.stored, old.thumbnail]) as gone (stored)
    where a.id = old.account and gone.stored is not null
    on conflict do nothing;
    return null;
end
$$;

create trigger attachment_leaves after delete or update of stored, thumbnail on attachment
    for each row execute function leave_files();
create trigger draft_leaves after delete on draft
    for each row execute function leave_files();

create function leave_picture() returns trigger language plpgsql as $$
begin
    insert into file_left (owner, stored)
    select a.owner, old.picture_stored
    from account a
    where a.id = old.account and old.picture_stored is not null
    on conflict do nothing;
    return null;
end
$$;

create trigger contact_leaves after delete or update of picture_stored on contact
    for each row execute function leave_picture();

create function leave_own_picture() returns trigger language plpgsql as $$
begin
    insert into file_left (owner, stored)
    select old.owner, old.picture_stored where old.picture_stored is not null
    on conflict do nothing;
    return null;
end
$$;

create trigger account_leaves after delete or update of picture_stored on account
    for each row execute function leave_own_picture();

-- Pictures of people, and one's own (of nobody else), on their way. AGAIN is the same one once
-- more, before the file server forgets it.
create table picture_transfer (
    id       bigint  primary key generated always as identity,
    account  bigint  not null references account on delete cascade,
    peer     bytea   check (octet_length(peer) = 33),
    kind     text    not null check (kind in ('FETCH', 'UPLOAD', 'AGAIN')),
    attempts integer not null default 0,
    failure  text,
    due_at   bigint,
    unique nulls not distinct (account, peer)
);

create index picture_transfer_due on picture_transfer (due_at) where due_at is not null;

create function want_picture() returns trigger language plpgsql as $$
begin
    if new.picture is null then
        delete from picture_transfer where account = new.account and peer = new.peer;
    elsif new.picture_stored is null then
        insert into picture_transfer (account, peer, kind, due_at)
        values (new.account, new.peer, 'FETCH', 0)
        on conflict (account, peer) do update set attempts = 0, failure = null, due_at = 0;
    end if;
    return null;
end
$$;

create trigger contact_pictured after insert or update of picture on contact
    for each row execute function want_picture();

alter table account
    -- Where one's own picture lies and what opens it; until when the file server keeps it.
    add column picture         bytea,
    add column picture_expires bigint;
