-- SPDX-License-Identifier: AGPL-3.0-only
-- Whether a node lacked nothing when it last ended. Not so while it runs: if it is killed in the
-- middle of a store, the others of its swarm may have what it does not.

ALTER TABLE swarm_node ADD COLUMN complete boolean NOT NULL DEFAULT false;
