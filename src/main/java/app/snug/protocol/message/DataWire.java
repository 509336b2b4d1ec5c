/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.message;

import app.snug.protocol.identity.AccountId;
import app.snug.protocol.identity.AccountId.InvalidAccountIdException;
import app.snug.protocol.message.Content.Context;
import app.snug.protocol.message.SenderProfile.Portrait;
import app.snug.protocol.message.wire.SessionProtos.DataMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is shared in conversations, to and from its protobuf ({@code protocol/01} §3.4, §4.8). */
final class DataWire {

    private static final Pattern WEB = Pattern.compile("(?i)https?://[^\\s\\p{Cntrl}]+");

    private DataWire() {}

    static DataMessage write(Content.Shared content) {
        DataMessage.Builder data =
                switch (content) {
                    case Content.Visible visible -> visible(visible);
                    case Content.Reaction reaction -> reaction(reaction);
                    case Content.Invitation invitation ->
                            DataMessage.newBuilder()
                                    .setCommunityInvitation(
                                            DataMessage.CommunityInvitation.newBuilder()
                                                    .setUrl(invitation.url())
                                                    .setName(invitation.name()));
                    case Content.TimerChange change ->
                            DataMessage.newBuilder()
                                    .setFlags(DataMessage.Flags.EXPIRATION_TIMER_UPDATE_VALUE);
                };
        content.profile()
                .ifPresent(profile -> {
                    data.setProfile(ProfileWire.write(profile));
                    if (!ProfileWire.key(profile).isEmpty()) {
                        data.setProfileKey(ProfileWire.key(profile));
                    }
                });
        content.syncTarget().ifPresent(target -> data.setSyncTarget(target.hex()));
        return data.build();
    }

    private static DataMessage.Builder visible(Content.Visible visible) {
        boolean empty = visible.body().isEmpty() && visible.attachments().isEmpty();
        if (empty || !TextLimit.fits(visible.body())) {
            throw new IllegalArgumentException("A text has 1 to 2000 code points");
        }
        if (visible.attachments().size() > AttachmentPointer.MOST) {
            throw new IllegalArgumentException("A message has at most 32 attachments");
        }
        DataMessage.Builder data = DataMessage.newBuilder();
        if (!visible.body().isEmpty()) {
            data.setBody(visible.body());
        }
        visible.attachments().forEach(pointer -> data.addAttachments(PointerWire.write(pointer)));
        visible.quote()
                .ifPresent(quote ->
                        data.setQuote(
                                DataMessage.Quote.newBuilder()
                                        .setId(quote.sentAt().toEpochMilli())
                                        .setAuthor(quote.author().hex())));
        visible.preview().ifPresent(preview -> data.addPreview(preview(preview)));
        return data;
    }

    private static DataMessage.Preview preview(LinkPreview preview) {
        DataMessage.Preview.Builder wire = DataMessage.Preview.newBuilder().setUrl(preview.url());
        preview.title().ifPresent(wire::setTitle);
        preview.image().ifPresent(image -> wire.setImage(PointerWire.write(image)));
        return wire.build();
    }

    private static DataMessage.Builder reaction(Content.Reaction reaction) {
        if (!isEmoji(reaction.emoji())) {
            throw new IllegalArgumentException("A reaction is one emoji");
        }
        return DataMessage.newBuilder()
                .setReaction(
                        DataMessage.Reaction.newBuilder()
                                .setId(reaction.target().sentAt().toEpochMilli())
                                .setAuthor(reaction.target().author().hex())
                                .setEmoji(reaction.emoji())
                                .setAction(
                                        reaction.removed()
                                                ? DataMessage.Reaction.Action.REMOVE
                                                : DataMessage.Reaction.Action.REACT));
    }

    private static boolean isEmoji(String text) {
        int size = text.getBytes(StandardCharsets.UTF_8).length;
        return !text.isBlank() && size <= Content.Reaction.MAX_EMOJI_BYTES;
    }

    /**
     * @param disappearing as it stands around the data
     */
    static Content read(DataMessage data, Optional<Disappearing> disappearing, boolean fromSelf)
            throws MalformedMessageException {
        if (data.hasSyncTarget() && !fromSelf) {
            throw new MalformedMessageException("copy for our devices by someone else");
        }
        if (data.getAttachmentsCount() > AttachmentPointer.MOST) {
            throw new MalformedMessageException("too many attachments");
        }
        Optional<AccountId> syncTarget = Optional.empty();
        if (data.hasSyncTarget()) {
            try {
                syncTarget = Optional.of(AccountId.parseUser(data.getSyncTarget()));
            } catch (InvalidAccountIdException e) {
                return new Content.Unsupported("copy of a message to nobody we know");
            }
        }
        return read(
                data,
                new Context(
                        syncTarget,
                        ProfileWire.read(
                                data.getProfile(), data.getProfileKey(), new Portrait.Removed()),
                        disappearing));
    }

    private static Content read(DataMessage data, Context context) {
        if (data.getFlags() == DataMessage.Flags.EXPIRATION_TIMER_UPDATE_VALUE) {
            return new Content.TimerChange(context);
        }
        if (data.getFlags() != 0) {
            return new Content.Unsupported("unknown flags");
        }
        if (data.hasGroupUpdateMessage()) {
            return new Content.Unsupported("group update");
        }
        if (data.hasClosedGroupControlMessage()) {
            return new Content.Unsupported("legacy group update");
        }
        if (data.hasReaction()) {
            return reaction(data.getReaction(), context);
        }
        if (data.hasCommunityInvitation()) {
            return invitation(data.getCommunityInvitation(), context);
        }
        if (data.getBody().isEmpty() && data.getAttachmentsCount() == 0) {
            return new Content.Unsupported("empty");
        }
        String body = TextLimit.kept(data.getBody());
        return new Content.Visible(
                body,
                data.getAttachmentsList().stream().map(PointerWire::read).toList(),
                data.hasQuote()
                        ? name(data.getQuote().getAuthor(), data.getQuote().getId())
                        : Optional.empty(),
                preview(data, body),
                context);
    }

    private static Content reaction(DataMessage.Reaction reaction, Context context) {
        Optional<MessageName> target = name(reaction.getAuthor(), reaction.getId());
        if (target.isEmpty()) {
            return new Content.Unsupported("reaction to nobody we know");
        }
        if (!isEmoji(reaction.getEmoji())) {
            return new Content.Unsupported("reaction that is no emoji");
        }
        return new Content.Reaction(
                target.get(),
                reaction.getEmoji(),
                reaction.getAction() == DataMessage.Reaction.Action.REMOVE,
                context);
    }

    private static Content invitation(DataMessage.CommunityInvitation invitation, Context context) {
        int size = invitation.getUrl().getBytes(StandardCharsets.UTF_8).length;
        if (size > Content.Invitation.MAX_URL_BYTES) {
            return new Content.Unsupported("community invitation that is too long");
        }
        if (!isLine(invitation.getUrl()) || !isLine(invitation.getName())) {
            return new Content.Unsupported("community invitation to nowhere");
        }
        return new Content.Invitation(
                invitation.getUrl(),
                Cut.toBytes(invitation.getName(), SenderProfile.MAX_NAME_BYTES),
                context);
    }

    private static boolean isLine(String text) {
        return !text.isBlank() && text.chars().noneMatch(Character::isISOControl);
    }

    /** One at most, and only of a link into the web that the text holds. */
    private static Optional<LinkPreview> preview(DataMessage data, String body) {
        if (data.getPreviewCount() == 0) {
            return Optional.empty();
        }
        DataMessage.Preview wire = data.getPreview(0);
        String url = wire.getUrl();
        String title = Cut.toLength(wire.getTitle(), LinkPreview.MAX_TITLE);
        boolean shows = wire.hasImage() || !title.isBlank();
        boolean fits = url.length() <= LinkPreview.MAX_URL && WEB.matcher(url).matches();
        if (!fits || !body.contains(url) || !shows) {
            return Optional.empty();
        }
        return Optional.of(
                new LinkPreview(
                        url,
                        Optional.of(title).filter(text -> !text.isBlank()),
                        wire.hasImage()
                                ? Optional.of(PointerWire.read(wire.getImage()))
                                : Optional.empty()));
    }

    /** Empty if there can be no such message. */
    static Optional<MessageName> name(String author, long sentAt) {
        if (!Wire.isTime(sentAt)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new MessageName(AccountId.parseUser(author), Instant.ofEpochMilli(sentAt)));
        } catch (InvalidAccountIdException e) {
            return Optional.empty();
        }
    }
}
