-- SPDX-License-Identifier: AGPL-3.0-only
-- What was told of a conversation, such as that messages are to be deleted, is still sent when the
-- conversation is gone here. Letters that carry a message go with the message.

alter table outbox drop constraint outbox_conversation_fkey;
