/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code ifelse}: one call or another, by the versions of node and network. */
final class IfElseMethod implements Method {

    private static final Fields CONDITIONS =
            Fields.none()
                    .with("height_at_least", Fields.INTEGER)
                    .with("height_before", Fields.INTEGER)
                    .with("hf_at_least", Fields.INTEGERS)
                    .with("hf_before", Fields.INTEGERS)
                    .with("v_at_least", Fields.INTEGERS)
                    .with("v_before", Fields.INTEGERS);

    private final NodeContext node;
    private final Map<String, Method> methods;

    IfElseMethod(NodeContext node, Map<String, Method> methods) {
        this.node = node;
        this.methods = methods;
    }

    @Override
    public List<String> names() {
        return List.of("ifelse");
    }

    @Override
    public Call parse(Parameters parameters) throws BadRequestException {
        JsonNode condition = parameters.value("if");
        if (condition == null || !condition.isObject()) {
            throw new BadRequestException("Invalid ifelse request: no valid \"if\" field");
        }
        boolean holds = holds(new Parameters(condition, parameters.origin()));
        Call then = branch(parameters, "then");
        Call otherwise = branch(parameters, "else");
        if (then == null && otherwise == null) {
            throw new BadRequestException(
                    "Invalid ifelse request: at least one of \"then\"/\"else\" required");
        }
        Call chosen = holds ? then : otherwise;
        return () -> {
            RpcReply result = chosen == null ? null : chosen.run();
            return RpcReply.json(200, write(holds, result));
        };
    }

    /** All conditions given, compared number by number. */
    private boolean holds(Parameters conditions) throws BadRequestException {
        CONDITIONS.check(conditions);
        List<Integer> height = List.of((int) Math.min(node.nodeList().height(), Integer.MAX_VALUE));
        Boolean[] results = {
            atLeast(node.hardfork(), conditions.integers("hf_at_least"), true),
            atLeast(node.hardfork(), conditions.integers("hf_before"), false),
            atLeast(node.version(), conditions.integers("v_at_least"), true),
            atLeast(node.version(), conditions.integers("v_before"), false),
            atLeast(height, single(conditions, "height_at_least"), true),
            atLeast(height, single(conditions, "height_before"), false)
        };
        if (Arrays.stream(results).allMatch(result -> result == null)) {
            throw new BadRequestException(
                    "Invalid ifelse request: must specify at least one \"if\" condition");
        }
        return Arrays.stream(results).noneMatch(Boolean.FALSE::equals);
    }

    private static List<Integer> single(Parameters conditions, String name)
            throws BadRequestException {
        Long value = conditions.integer(name);
        return value == null
                ? List.of()
                : List.of((int) Math.clamp(value, Integer.MIN_VALUE, Integer.MAX_VALUE));
    }

    /** Missing numbers count as 0, further ones as nothing; null if there is no condition. */
    private static @Nullable Boolean atLeast(
            List<Integer> own, List<Integer> bound, boolean expected) {
        if (bound.isEmpty()) {
            return null;
        }
        int[] given = Arrays.copyOf(bound.stream().mapToInt(i -> i).toArray(), own.size());
        int[] ours = own.stream().mapToInt(i -> i).toArray();
        return (Arrays.compare(ours, given) >= 0) == expected;
    }

    private @Nullable Call branch(Parameters parameters, String name) throws BadRequestException {
        JsonNode request = parameters.given(name);
        if (request == null) {
            return null;
        }
        if (!request.isObject()) {
            throw new BadRequestException("Invalid ifelse request: " + name + " must be an object");
        }
        JsonNode method = request.get("method");
        JsonNode params = request.get("params");
        if (method == null || !method.isString() || params == null) {
            throw new BadRequestException(
                    "Invalid ifelse request: " + name + " must have method/params keys");
        }
        Method chosen = methods.get(method.stringValue());
        if (chosen == null) {
            throw new BadRequestException("Invalid ifelse request method \"" + name + "\"");
        }
        return chosen.parse(new Parameters(params, parameters.origin()));
    }

    private byte[] write(boolean holds, @Nullable RpcReply result) {
        return Json.write(to -> {
            to.writeStartObject();
            to.writeBooleanProperty("condition", holds);
            to.writeNumberProperty("height", node.nodeList().height());
            node.writeHardfork(to);
            if (result != null) {
                to.writeName("result");
                BatchMethod.write(to, result);
            }
            Json.field(to, "v", node.version());
            to.writeEndObject();
        });
    }
}
