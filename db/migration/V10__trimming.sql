-- SPDX-License-Identifier: AGPL-3.0-only
-- Whose messages go from this server once they are so old; without a row none do.

create table trimming (
    account bigint   primary key references account on delete cascade,
    months  smallint not null check (months in (3, 6, 12))
);
