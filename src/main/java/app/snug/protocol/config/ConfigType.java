/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.protocol.storage.Namespace;

/**
 * The configs, where they lie and under which name they are encrypted ({@code protocol/04} §5.2).
 */
public enum ConfigType {
    USER_PROFILE(Namespace.USER_PROFILE, "UserProfile"),
    CONTACTS(Namespace.CONTACTS, "Contacts"),
    CONVERSATIONS(Namespace.CONVERSATIONS, "ConvoInfoVolatile"),
    USER_GROUPS(Namespace.USER_GROUPS, "UserGroups"),
    GROUP_INFO(Namespace.GROUP_INFO, "groups::Info"),
    GROUP_MEMBERS(Namespace.GROUP_MEMBERS, "groups::Members");

    private final Namespace namespace;
    private final String domain;

    ConfigType(Namespace namespace, String domain) {
        this.namespace = namespace;
        this.domain = domain;
    }

    public Namespace namespace() {
        return namespace;
    }

    String domain() {
        return domain;
    }
}
