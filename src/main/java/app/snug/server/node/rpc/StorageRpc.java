/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Answers the storage RPC, for clients and for other members of the swarm. */
public final class StorageRpc {

    private final Map<String, Method> methods = new HashMap<>();
    private final NodeContext node;

    public StorageRpc(NodeContext node) {
        this.node = node;
        register(new InfoMethod(node));
        register(new GetSwarmMethod(node));
        register(new ActiveNodesMethod(node));
        register(new StoreMethod(node));
        register(new RetrieveMethod(node));
        register(new GetExpiriesMethod(node));
        register(new DeleteMethod(node));
        register(new DeleteAllMethod(node));
        register(new DeleteBeforeMethod(node));
        register(new ExpireMethod(node));
        register(new ExpireAllMethod(node));
        register(new RevokeMethod(node, true));
        register(new RevokeMethod(node, false));
        register(new RevokedSubaccountsMethod(node));
        register(new OxendRequestMethod(node));
        register(new BatchMethod(node, methods, true));
        register(new BatchMethod(node, methods, false));
        register(new IfElseMethod(node, methods));
    }

    private void register(Method method) {
        method.names().forEach(name -> methods.put(name, method));
    }

    /** A client's request, {@code {"method","params"}}. Never throws. */
    public RpcReply answer(byte[] request, Origin origin) {
        return counted(
                request,
                origin,
                call ->
                        call instanceof Patience.Reader reader
                                ? Patience.read(node, List.of(reader)).getFirst()
                                : call.run());
    }

    /** Another member's request. Never throws. */
    public RpcReply answerMember(byte[] request, Passed passed) {
        return answer(
                request,
                Origin.MEMBER,
                call ->
                        call instanceof SwarmCall shared
                                ? shared.runForwarded(passed)
                                : RpcReply.text(
                                        400,
                                        "invalid request: received invalid forwarded"
                                                + " non-forwardable request"),
                new AtomicReference<>());
    }

    private interface Way {
        RpcReply run(Call call);
    }

    private RpcReply counted(byte[] request, Origin origin, Way way) {
        AtomicReference<String> name = new AtomicReference<>("none");
        RpcReply reply = answer(request, origin, way, name);
        node.counters()
                .count(
                        "requests",
                        "method",
                        name.get(),
                        "status",
                        Integer.toString(reply.status()));
        return reply;
    }

    /**
     * @param named is given the method, if it is one
     */
    private RpcReply answer(byte[] request, Origin origin, Way way, AtomicReference<String> named) {
        JsonNode json = Json.parse(request);
        if (json == null) {
            return RpcReply.text(400, "invalid json");
        }
        JsonNode name = field(json, "method");
        if (name == null || !name.isString()) {
            return RpcReply.text(400, "invalid json: no `method` field");
        }
        JsonNode params = field(json, "params");
        if (params == null || !params.isObject()) {
            return RpcReply.text(400, "invalid json: no `params` field");
        }
        Method method = methods.get(name.stringValue());
        if (method == null) {
            return RpcReply.text(400, "no method " + name.stringValue());
        }
        named.set(method.names().getFirst());
        try {
            return way.run(method.parse(new Parameters(params, origin)));
        } catch (BadRequestException e) {
            return RpcReply.text(400, "invalid request: " + e.getMessage());
        } catch (RuntimeException e) {
            return Failed.reply(e);
        }
    }

    private static @Nullable JsonNode field(JsonNode json, String name) {
        return json.isObject() ? json.get(name) : null;
    }

    /** Names that clients can call. */
    public List<String> methods() {
        return List.copyOf(methods.keySet());
    }
}
