-- SPDX-License-Identifier: AGPL-3.0-only
-- What was said of messages of ours before they came from another device: that the other has read
-- them, or that another device has taken them back.

create table early_word (
    id           bigint primary key generated always as identity,
    account      bigint not null references account on delete cascade,
    -- Null: wherever the message would be.
    conversation bigint references conversation on delete cascade,
    author       bytea  not null check (octet_length(author) = 33),
    sent_at      bigint not null,
    word         text   not null check (word in ('READ', 'TAKEN_BACK')),
    forget_at    bigint not null,
    unique nulls not distinct (account, conversation, author, sent_at, word)
);

create index early_word_conversation on early_word (conversation, id)
    where conversation is not null;
