/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.server.http.Room;
import app.snug.server.node.membership.NetworkMap;
import app.snug.server.node.membership.ServiceNodeList;
import app.snug.server.node.metrics.Counters;
import app.snug.server.node.storage.MessageStore;
import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * For the fuzzer: a node that is in no swarm, so that it reads requests to their end and keeps
 * nothing.
 */
public final class RpcParsers {

    private static final SecureRandom RANDOM = new SecureRandom();

    private static final StorageRpc RPC =
            new StorageRpc(
                    new NodeContext(
                            Ed25519KeyPair.generate(RANDOM),
                            () -> NetworkMap.EMPTY,
                            noStore(),
                            (members, passed, request) -> Map.of(),
                            new ServiceNodeList(
                                    () -> NetworkMap.EMPTY,
                                    new ServiceNodeList.Constants(
                                            List.of(19, 4), List.of(2, 8, 0), 1),
                                    RANDOM),
                            InstantSource.system(),
                            List.of(2, 8, 0),
                            List.of(19, 4),
                            new Counters()));

    private RpcParsers() {}

    private static MessageStore noStore() {
        return (MessageStore)
                Proxy.newProxyInstance(
                        MessageStore.class.getClassLoader(),
                        new Class<?>[] {MessageStore.class},
                        (proxy, method, arguments) -> {
                            throw new IllegalStateException("no node of a swarm");
                        });
    }

    public static void clientRequest(byte[] bytes) {
        check(RPC.answer(bytes, Origin.client("127.0.0.1", Room.UNCOUNTED)));
    }

    public static void memberRequest(byte[] bytes) {
        check(RPC.answerMember(bytes, new Passed(System.currentTimeMillis(), false)));
    }

    /** A mistake of our own would be answered with 500. */
    private static void check(RpcReply reply) {
        if (reply.status() == 500) {
            throw new IllegalStateException(reply.text());
        }
    }
}
