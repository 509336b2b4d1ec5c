/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

import app.snug.protocol.storage.StorageLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/** {@code batch}: calls side by side; {@code sequence}: one after another until one fails. */
final class BatchMethod implements Method {

    private final Map<String, Method> methods;
    private final boolean sideBySide;

    BatchMethod(Map<String, Method> methods, boolean sideBySide) {
        this.methods = methods;
        this.sideBySide = sideBySide;
    }

    @Override
    public List<String> names() {
        return List.of(sideBySide ? "batch" : "sequence");
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
            calls.add(parse(request));
        }
        return () -> RpcReply.json(200, write(sideBySide ? together(calls) : inTurn(calls)));
    }

    private Call parse(JsonNode request) throws BadRequestException {
        JsonNode name = request.isObject() ? request.get("method") : null;
        JsonNode params = request.isObject() ? request.get("params") : null;
        if (name == null || !name.isString() || params == null || !params.isObject()) {
            throw new BadRequestException(
                    "Invalid batch request: subrequests must have method and params");
        }
        Method method = methods.get(name.stringValue());
        if (method == null) {
            throw new BadRequestException(
                    "Invalid batch subrequest: invalid method \"" + name.stringValue() + "\"");
        }
        Call call = method.parse(new Parameters(params));
        if (method instanceof BatchMethod) {
            throw new BadRequestException(
                    "Invalid batch subrequest: batch requests cannot be nested");
        }
        return call;
    }

    private static List<RpcReply> together(List<Call> calls) {
        if (calls.size() == 1) {
            return List.of(calls.getFirst().run());
        }
        List<RpcReply> replies = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<RpcReply>> running =
                    calls.stream().map(call -> threads.submit(call::run)).toList();
            for (Future<RpcReply> reply : running) {
                replies.add(result(reply));
            }
        }
        return replies;
    }

    private static RpcReply result(Future<RpcReply> reply) {
        try {
            return reply.get();
        } catch (ExecutionException e) {
            return RpcReply.text(500, "request failed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return RpcReply.text(503, "shutting down");
        }
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

    private static void write(JsonGenerator to, RpcReply reply) {
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
