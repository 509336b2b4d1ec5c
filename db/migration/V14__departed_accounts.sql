-- SPDX-License-Identifier: AGPL-3.0-only
-- Who had an account that its words have brought to another login: they are told when they come, until
-- they have an account again.

create table departed_account (
    owner    uuid   primary key,
    departed bigint not null
);
