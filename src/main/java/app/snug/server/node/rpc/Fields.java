/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

import java.util.Map;
import java.util.TreeMap;

/**
 * The parameters that a method knows. Storage servers look at the types of all of them, in the
 * order of their names, before they miss any: so a wrong type is named even where something else is
 * wrong too.
 */
final class Fields {

    /** Reads a parameter only to see whether it is of its type. */
    @FunctionalInterface
    interface Type {
        void check(Parameters parameters, String name) throws BadRequestException;
    }

    static final Type TEXT = Parameters::text;
    static final Type TEXTS = Parameters::texts;
    static final Type FLAG = Parameters::flag;
    static final Type INTEGER = Parameters::integer;
    static final Type TIMESTAMP = Parameters::timestamp;
    static final Type TIMESTAMPS = Parameters::optionalTimestamps;
    static final Type INTEGERS = Parameters::integers;
    static final Type NAMESPACE = (parameters, name) -> parameters.namespace();
    static final Type NAMESPACE_OR_ALL = (parameters, name) -> parameters.namespaceOrAll();

    private final Map<String, Type> types;

    private Fields(Map<String, Type> types) {
        this.types = types;
    }

    static Fields none() {
        return new Fields(Map.of());
    }

    /** What an account itself signs. */
    static Fields signed() {
        return none().with("pubkey", TEXT).with("pubkey_ed25519", TEXT).with("signature", TEXT);
    }

    /** What others may sign for an account too. */
    static Fields authenticated() {
        return signed().with("subaccount", TEXT).with("subaccount_sig", TEXT);
    }

    Fields with(String name, Type type) {
        Map<String, Type> more = new TreeMap<>(types);
        more.put(name, type);
        return new Fields(more);
    }

    void check(Parameters parameters) throws BadRequestException {
        for (Map.Entry<String, Type> field : types.entrySet()) {
            field.getValue().check(parameters, field.getKey());
        }
    }
}
