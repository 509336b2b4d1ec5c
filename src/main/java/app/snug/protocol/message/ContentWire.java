/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.message;

import app.snug.protocol.identity.AccountId;
import app.snug.protocol.identity.AccountId.InvalidAccountIdException;
import app.snug.protocol.message.wire.SessionProtos;
import app.snug.protocol.message.wire.SessionProtos.DataMessage;
import app.snug.protocol.message.wire.SessionProtos.LokiProfile;
import java.time.Instant;
import java.util.Optional;

/** {@link Content} to and from its protobuf, with the rules that need no memory (§4.4, §4.8). */
final class ContentWire {

    private static final int MAX_ATTACHMENTS = 32;

    private ContentWire() {}

    static SessionProtos.Content write(Content.Text text, Instant sentAt) {
        if (text.body().isEmpty() || !TextLimit.fits(text.body())) {
            throw new IllegalArgumentException("A text has 1 to 2000 code points");
        }
        if (!Wire.isTime(sentAt.toEpochMilli())) {
            throw new IllegalArgumentException("A message is sent between 1970 and 9999");
        }
        DataMessage.Builder data = DataMessage.newBuilder().setBody(text.body());
        text.profile().ifPresent(profile -> data.setProfile(write(profile)));
        text.syncTarget().ifPresent(target -> data.setSyncTarget(target.hex()));
        return SessionProtos.Content.newBuilder()
                .setDataMessage(data)
                .setSigTimestamp(sentAt.toEpochMilli())
                .build();
    }

    private static LokiProfile write(SenderProfile profile) {
        LokiProfile.Builder wire = LokiProfile.newBuilder().setDisplayName(profile.displayName());
        profile.updatedAt().ifPresent(at -> wire.setLastProfileUpdateSeconds(at.getEpochSecond()));
        return wire.build();
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
        return content.hasDataMessage()
                ? read(content.getDataMessage(), fromSelf)
                : new Content.Unsupported(kind(content));
    }

    private static Content read(DataMessage data, boolean fromSelf)
            throws MalformedMessageException {
        if (data.hasSyncTarget() && !fromSelf) {
            throw new MalformedMessageException("copy for our devices by someone else");
        }
        if (data.getAttachmentsCount() > MAX_ATTACHMENTS) {
            throw new MalformedMessageException("too many attachments");
        }
        Optional<String> otherKind = otherKind(data);
        if (otherKind.isPresent()) {
            return new Content.Unsupported(otherKind.get());
        }
        Optional<AccountId> syncTarget = Optional.empty();
        if (data.hasSyncTarget()) {
            try {
                syncTarget = Optional.of(AccountId.parseUser(data.getSyncTarget()));
            } catch (InvalidAccountIdException e) {
                return new Content.Unsupported("copy of a message to nobody we know");
            }
        }
        return new Content.Text(
                TextLimit.kept(data.getBody()), syncTarget, profile(data.getProfile()));
    }

    private static Optional<SenderProfile> profile(LokiProfile profile) {
        long seconds = profile.getLastProfileUpdateSeconds();
        boolean dated = seconds > 0 && seconds <= Instant.MAX.getEpochSecond() / 1000;
        return SenderProfile.received(
                profile.getDisplayName(),
                dated ? Optional.of(Instant.ofEpochSecond(seconds)) : Optional.empty());
    }

    private static Optional<String> otherKind(DataMessage data) {
        if (data.getFlags() == DataMessage.Flags.EXPIRATION_TIMER_UPDATE_VALUE) {
            return Optional.of("disappearing messages");
        }
        if (data.getFlags() != 0) {
            return Optional.of("unknown flags");
        }
        if (data.hasGroupUpdateMessage()) {
            return Optional.of("group update");
        }
        if (data.hasClosedGroupControlMessage()) {
            return Optional.of("legacy group update");
        }
        if (data.hasReaction()) {
            return Optional.of("reaction");
        }
        if (data.hasCommunityInvitation()) {
            return Optional.of("community invitation");
        }
        if (data.getBody().isEmpty()) {
            return Optional.of(data.getAttachmentsCount() > 0 ? "attachment" : "empty");
        }
        return Optional.empty();
    }

    private static String kind(SessionProtos.Content content) {
        if (content.hasReceiptMessage()) {
            return "receipt";
        }
        if (content.hasTypingMessage()) {
            return "typing";
        }
        if (content.hasDataExtractionNotification()) {
            return "data extraction";
        }
        if (content.hasUnsendRequest()) {
            return "unsend";
        }
        if (content.hasMessageRequestResponse()) {
            return "message request response";
        }
        if (content.hasCallMessage()) {
            return "call";
        }
        if (content.hasSharedConfigMessage() || content.hasConfigurationMessage()) {
            return "configuration";
        }
        return "unknown";
    }
}
