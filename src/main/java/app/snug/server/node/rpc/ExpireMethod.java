/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.SignedTexts;
import app.snug.protocol.storage.SignedTexts.Direction;
import app.snug.protocol.storage.StorageLimits;
import app.snug.server.node.storage.Alteration;
import app.snug.server.node.storage.Altered;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** {@code expire}: messages are kept longer or shorter. */
final class ExpireMethod implements Method {

    private static final Fields FIELDS =
            Fields.authenticated()
                    .with("expiry", Fields.TIMESTAMPS)
                    .with("extend", Fields.FLAG)
                    .with("messages", Fields.TEXTS)
                    .with("shorten", Fields.FLAG);

    private final NodeContext node;

    ExpireMethod(NodeContext node) {
        this.node = node;
    }

    @Override
    public List<String> names() {
        return List.of("expire");
    }

    @Override
    public Call parse(Parameters parameters) throws BadRequestException {
        FIELDS.check(parameters);
        Authentication who = Authentication.signed(parameters);
        List<Long> expiries = parameters.timestamps("expiry");
        if (expiries.isEmpty()) {
            throw new BadRequestException("'expiry' does not contain any expiration timestamps");
        }
        boolean shorten = parameters.flag("shorten");
        boolean extend = parameters.flag("extend");
        if (shorten && extend) {
            throw new BadRequestException("cannot specify both 'shorten' and 'extend'");
        }
        List<String> texts = parameters.messages();
        if (expiries.size() > 1 && expiries.size() != texts.size()) {
            throw new BadRequestException(
                    "'expiry' must be a single expiry, or the same length as 'messages'");
        }
        List<MessageHash> hashes = Parameters.hashes(texts);
        Direction direction =
                shorten ? Direction.SHORTEN : extend ? Direction.EXTEND : Direction.BOTH;
        return new AlteringCall(node, who, new Expire(who, hashes, expiries, direction));
    }

    private record Expire(
            Authentication who, List<MessageHash> hashes, List<Long> expiries, Direction direction)
            implements Altering {

        @Override
        public String method() {
            return "expire";
        }

        @Override
        public String unauthorized() {
            return "expire: signature verification failed";
        }

        @Override
        public byte[] signedText() {
            return SignedTexts.expire(direction, expiries, texts());
        }

        private List<String> texts() {
            return hashes.stream().map(MessageHash::value).toList();
        }

        @Override
        public int rights() {
            return Subaccount.WRITE;
        }

        @Override
        public @Nullable RpcReply refusal(long now, Duration tolerance) {
            long earliest = now - tolerance.toMillis();
            return expiries.stream().allMatch(at -> at >= earliest && at <= Clocks.LATEST)
                    ? null
                    : RpcReply.text(401, "expire: timestamp should be >= current time");
        }

        @Override
        public @Nullable RpcReply forbidden() {
            return mayOnlyExtend() && direction == Direction.SHORTEN
                    ? RpcReply.text(
                            400,
                            "expire: shorten parameter cannot be used with this subaccount token"
                                    + " (missing delete access)")
                    : null;
        }

        private boolean mayOnlyExtend() {
            Subaccount subaccount = who.subaccount();
            return subaccount != null && !subaccount.claims(Subaccount.DELETE);
        }

        @Override
        public Alteration alteration(long now) {
            return new Alteration.Expire(
                    who.account(),
                    hashes,
                    clamped(now),
                    mayOnlyExtend() ? Direction.EXTEND : direction);
        }

        private List<Long> clamped(long now) {
            long latest = now + StorageLimits.MAX_TIME_TO_LIVE_PRIVATE.toMillis();
            return expiries.stream().map(expiry -> Math.min(expiry, latest)).toList();
        }

        /** The one expiry asked for, or those of the messages changed. */
        private List<Long> reported(Altered altered, long now) {
            return expiries.size() == 1 ? clamped(now) : List.copyOf(altered.all().values());
        }

        @Override
        public void write(JsonGenerator to, Altered altered, long now) {
            List<Long> times = reported(altered, now);
            if (expiries.size() == 1) {
                to.writeNumberProperty("expiry", times.getFirst());
            } else {
                to.writeArrayPropertyStart("expiry");
                times.forEach(to::writeNumber);
                to.writeEndArray();
            }
            if (direction != Direction.BOTH) {
                to.writeObjectPropertyStart("unchanged");
                altered.untouched().forEach(to::writeNumberProperty);
                to.writeEndObject();
            }
            Results.writeList(to, "updated", altered.hashes());
        }

        @Override
        public byte[] signedResult(Altered altered, long now) {
            SortedMap<String, Long> untouched = altered.untouched();
            String times =
                    reported(altered, now).stream()
                            .map(String::valueOf)
                            .collect(Collectors.joining());
            String rest =
                    direction == Direction.BOTH
                            ? ""
                            : untouched.entrySet().stream()
                                    .map(entry -> entry.getKey() + entry.getValue())
                                    .collect(Collectors.joining());
            return (times + String.join("", texts()) + String.join("", altered.hashes()) + rest)
                    .getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public void writeParameters(JsonGenerator to) {
            to.writeArrayPropertyStart("expiry");
            expiries.forEach(to::writeNumber);
            to.writeEndArray();
            if (direction != Direction.BOTH) {
                to.writeBooleanProperty(direction == Direction.EXTEND ? "extend" : "shorten", true);
            }
            Results.writeList(to, "messages", texts());
        }
    }
}
