/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

import app.snug.protocol.storage.StorageLimits;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/** {@code batch}: all calls; {@code sequence}: one after another until one fails. */
final class BatchMethod implements Method {

    private final Map<String, Method> methods;
    private final boolean all;
    private final NodeContext node;

    BatchMethod(NodeContext node, Map<String, Method> methods, boolean all) {
        this.node = node;
        this.methods = methods;
        this.all = all;
    }

    @Override
    public List<String> names() {
        return List.of(all ? "batch" : "sequence");
    }

    @Override
    public Call parse(Parameters parameters) throws BadRequestException {
        JsonNode requests = parameters.value("requests");
        if (requests == null || !requests.isArray() || requests.isEmpty()) {
            throw new BadRequestException("Invalid batch request: no valid \"requests\" field");
        }
        if (requests.size() > StorageLimits.MAX_BATCH) {
            throw new BadRequestException("Invalid batch request: subrequest limit exceeded");
        }
        List<Call> calls = new ArrayList<>();
        for (JsonNode request : requests) {
            calls.add(parse(request, parameters.origin()));
        }
        return () -> RpcReply.json(200, write(all ? together(calls) : inTurn(calls)));
    }

    private Call parse(JsonNode request, Origin origin) throws BadRequestException {
        if (!request.isObject()) {
            throw new BadRequestException("Invalid batch request: requests must be objects");
        }
        JsonNode name = request.get("method");
        JsonNode params = request.get("params");
        if (name == null || !name.isString() || params == null || !params.isObject()) {
            throw new BadRequestException(
                    "Invalid batch request: subrequests must have method/params keys");
        }
        Method method = methods.get(name.stringValue());
        if (method == null) {
            throw new BadRequestException(
                    "Invalid batch subrequest: invalid method \"" + name.stringValue() + "\"");
        }
        Call call = method.parse(new Parameters(params, origin));
        if (method instanceof BatchMethod || method instanceof IfElseMethod) {
            throw new BadRequestException(
                    "Invalid batch subrequest: subrequests may not contain meta-requests");
        }
        return call;
    }

    /** Reads that may wait do so together, when the other calls are done. */
    private List<RpcReply> together(List<Call> calls) {
        List<Patience.Reader> readers = new ArrayList<>();
        List<Call> others = new ArrayList<>();
        for (Call call : calls) {
            if (call instanceof Patience.Reader reader && reader.patience() > 0) {
                readers.add(reader);
            } else {
                others.add(call);
            }
        }
        List<RpcReply> done = BatchRun.of(others);
        if (readers.isEmpty()) {
            return done;
        }
        Iterator<RpcReply> read = Patience.read(node, readers).iterator();
        Iterator<RpcReply> rest = done.iterator();
        return calls.stream()
                .map(call -> readers.contains(call) ? read.next() : rest.next())
                .toList();
    }

    private static List<RpcReply> inTurn(List<Call> calls) {
        List<RpcReply> replies = new ArrayList<>();
        for (Call call : calls) {
            RpcReply reply = call.run();
            replies.add(reply);
            if (reply.status() / 100 != 2) {
                break;
            }
        }
        return replies;
    }

    private static byte[] write(List<RpcReply> replies) {
        return Json.write(to -> {
            to.writeStartObject();
            to.writeArrayPropertyStart("results");
            replies.forEach(reply -> write(to, reply));
            to.writeEndArray();
            to.writeEndObject();
        });
    }

    static void write(JsonGenerator to, RpcReply reply) {
        to.writeStartObject();
        to.writeName("body");
        if (reply.json()) {
            to.writeRawValue(reply.text());
        } else {
            to.writeString(reply.text());
        }
        to.writeNumberProperty("code", reply.status());
        to.writeEndObject();
    }
}
