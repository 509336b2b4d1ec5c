/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.message;

import app.snug.protocol.message.SenderProfile.Portrait;
import app.snug.protocol.message.wire.SessionProtos;
import app.snug.protocol.message.wire.SessionProtos.Content.ExpirationType;
import app.snug.protocol.message.wire.SessionProtos.DataExtractionNotification;
import app.snug.protocol.message.wire.SessionProtos.MessageRequestResponse;
import app.snug.protocol.message.wire.SessionProtos.ReceiptMessage;
import app.snug.protocol.message.wire.SessionProtos.TypingMessage;
import app.snug.protocol.message.wire.SessionProtos.UnsendRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@link Content} to and from its protobuf, with the rules that need no memory (§4.4). */
final class ContentWire {

    private ContentWire() {}

    static SessionProtos.Content write(Content content, Instant sentAt) {
        if (!Wire.isTime(sentAt.toEpochMilli())) {
            throw new IllegalArgumentException("A message is sent between 1970 and 9999");
        }
        // Both are always there: iOS takes their absence for an app of years ago, which cannot even
        // say that messages stay from now on.
        SessionProtos.Content.Builder wire =
                SessionProtos.Content.newBuilder()
                        .setExpirationType(ExpirationType.UNKNOWN)
                        .setExpirationTimer(0);
        switch (content) {
            case Content.Shared shared -> {
                wire.setDataMessage(DataWire.write(shared));
                shared.disappearing().ifPresent(when -> write(when, wire));
            }
            case Content.ReadReceipt(List<Instant> times) ->
                    wire.setReceiptMessage(
                            ReceiptMessage.newBuilder()
                                    .setType(ReceiptMessage.Type.READ)
                                    .addAllTimestamp(
                                            times.stream().map(Instant::toEpochMilli).toList()));
            case Content.Typing(boolean started) ->
                    wire.setTypingMessage(
                            TypingMessage.newBuilder()
                                    .setTimestamp(sentAt.toEpochMilli())
                                    .setAction(
                                            started
                                                    ? TypingMessage.Action.STARTED
                                                    : TypingMessage.Action.STOPPED));
            case Content.MediaSaved(Optional<Instant> of, Optional<Disappearing> when) -> {
                when.ifPresent(timer -> write(timer, wire));
                var saved =
                        DataExtractionNotification.newBuilder()
                                .setType(DataExtractionNotification.Type.MEDIA_SAVED);
                of.ifPresent(time -> saved.setTimestamp(time.toEpochMilli()));
                wire.setDataExtractionNotification(saved);
            }
            case Content.Unsend(MessageName target) ->
                    wire.setUnsendRequest(
                            UnsendRequest.newBuilder()
                                    .setTimestamp(target.sentAt().toEpochMilli())
                                    .setAuthor(target.author().hex()));
            case Content.Approval(Optional<SenderProfile> profile) ->
                    wire.setMessageRequestResponse(approval(profile));
            case Content.Unsupported unsupported ->
                    throw new IllegalArgumentException("Not a kind that is sent");
        }
        return wire.setSigTimestamp(sentAt.toEpochMilli()).build();
    }

    private static MessageRequestResponse approval(Optional<SenderProfile> profile) {
        MessageRequestResponse.Builder wire =
                MessageRequestResponse.newBuilder().setIsApproved(true);
        profile.ifPresent(known -> {
            wire.setProfile(ProfileWire.write(known));
            if (!ProfileWire.key(known).isEmpty()) {
                wire.setProfileKey(ProfileWire.key(known));
            }
        });
        return wire.build();
    }

    private static void write(Disappearing when, SessionProtos.Content.Builder wire) {
        wire.setExpirationType(
                        when.mode() == Disappearing.Mode.AFTER_READING
                                ? ExpirationType.DELETE_AFTER_READ
                                : ExpirationType.DELETE_AFTER_SEND)
                .setExpirationTimer(
                        (int) Math.min(when.timer().toSeconds(), Disappearing.MAX_SECONDS));
    }

    /**
     * @param envelopeTime milliseconds, which must equal the signed time if there is one
     * @param fromSelf whether one's own account sent it
     */
    static Content read(SessionProtos.Content content, long envelopeTime, boolean fromSelf)
            throws MalformedMessageException {
        if (content.hasSigTimestamp() && content.getSigTimestamp() != envelopeTime) {
            throw new MalformedMessageException("time inside and outside differ");
        }
        if (content.hasProMessage() && content.getSigTimestamp() == 0) {
            throw new MalformedMessageException("Pro message without a signed time");
        }
        if (content.hasDataMessage()) {
            return DataWire.read(content.getDataMessage(), disappearing(content), fromSelf);
        }
        if (content.hasReceiptMessage()) {
            return receipt(content.getReceiptMessage());
        }
        if (content.hasTypingMessage()) {
            // Its own time is not looked at: the reference takes any.
            return new Content.Typing(
                    content.getTypingMessage().getAction() == TypingMessage.Action.STARTED);
        }
        if (content.hasDataExtractionNotification()) {
            return extraction(content.getDataExtractionNotification(), disappearing(content));
        }
        if (content.hasUnsendRequest()) {
            UnsendRequest unsend = content.getUnsendRequest();
            return DataWire.name(unsend.getAuthor(), unsend.getTimestamp())
                    .<Content>map(Content.Unsend::new)
                    .orElseGet(() -> new Content.Unsupported("unsend of no message"));
        }
        if (content.hasMessageRequestResponse()) {
            MessageRequestResponse response = content.getMessageRequestResponse();
            return response.getIsApproved()
                    ? new Content.Approval(
                            ProfileWire.read(
                                    response.getProfile(),
                                    response.getProfileKey(),
                                    new Portrait.Unchanged()))
                    : new Content.Unsupported("message request that is not accepted");
        }
        return new Content.Unsupported(kind(content));
    }

    private static Optional<Disappearing> disappearing(SessionProtos.Content content) {
        // Its first bit is a sign to Android, and nothing is below zero.
        int seconds = content.getExpirationTimer();
        return seconds <= 0 || content.getExpirationType() == ExpirationType.UNKNOWN
                ? Optional.empty()
                : Optional.of(
                        new Disappearing(
                                content.getExpirationType() == ExpirationType.DELETE_AFTER_READ
                                        ? Disappearing.Mode.AFTER_READING
                                        : Disappearing.Mode.AFTER_SENDING,
                                Duration.ofSeconds(seconds)));
    }

    private static Content receipt(ReceiptMessage receipt) {
        if (receipt.getType() != ReceiptMessage.Type.READ) {
            return new Content.Unsupported("receipt of delivery");
        }
        return new Content.ReadReceipt(
                receipt.getTimestampList().stream()
                        .filter(Wire::isTime)
                        .limit(Content.ReadReceipt.MOST)
                        .map(Instant::ofEpochMilli)
                        .toList());
    }

    private static Content extraction(
            DataExtractionNotification notification, Optional<Disappearing> disappearing) {
        if (notification.getType() != DataExtractionNotification.Type.MEDIA_SAVED) {
            return new Content.Unsupported("screenshot");
        }
        long time = notification.getTimestamp();
        return new Content.MediaSaved(
                notification.hasTimestamp() && Wire.isTime(time)
                        ? Optional.of(Instant.ofEpochMilli(time))
                        : Optional.empty(),
                disappearing);
    }

    private static String kind(SessionProtos.Content content) {
        if (content.hasCallMessage()) {
            return "call";
        }
        if (content.hasSharedConfigMessage() || content.hasConfigurationMessage()) {
            return "configuration";
        }
        return "unknown";
    }
}
