-- SPDX-License-Identifier: AGPL-3.0-only

-- The files role: what lies in its folder. The bytes are there under the same id, encrypted by
-- whoever sent them; nothing here says who that was.
create table stored_file (
    id text primary key check (id ~ '^[A-Za-z0-9_-]{1,44}$'),
    size bigint not null check (size > 0),
    uploaded_at bigint not null,
    expires_at bigint not null
);

create index stored_file_expiry on stored_file (expires_at);
