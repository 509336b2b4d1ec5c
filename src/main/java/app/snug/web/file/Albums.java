/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.file;

import app.snug.messenger.Account;
import app.snug.messenger.Attachment;
import app.snug.messenger.Attachment.Part;
import app.snug.messenger.Attachments;
import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.Draft;
import app.snug.messenger.Extras;
import app.snug.messenger.Look;
import app.snug.messenger.Message;
import app.snug.messenger.MessageId;
import app.snug.messenger.TransferFailure;
import app.snug.web.page.Names;
import app.snug.web.page.Words;
import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes the files of messages ready for templates. */
@Component
public final class Albums {

    private static final int LONGEST_NAME = 120;
    private static final int LONGEST_TYPE = 5;
    private static final Pattern WEB = Pattern.compile("https?://", Pattern.CASE_INSENSITIVE);

    private final Attachments attachments;
    private final Sizes sizes;
    private final Words words;

    Albums(Attachments attachments, Sizes sizes, Words words) {
        this.attachments = attachments;
        this.sizes = sizes;
        this.words = words;
    }

    /** Of a page of messages, in one query; those without any are left out. */
    public Map<MessageId, Album> of(
            Account account, Summary conversation, List<Message> messages, Locale locale) {
        Map<MessageId, List<Attachment>> files =
                attachments.of(account, messages.stream().map(Message::id).toList());
        boolean ask =
                files.values().stream()
                                .flatMap(List::stream)
                                .anyMatch(file -> file.state() == Attachment.State.OFFERED)
                        && conversation.settings().approved()
                        && !attachments.fetches(account, conversation.id());
        Map<MessageId, Album> albums = new HashMap<>();
        for (Message message : messages) {
            List<Attachment> own = files.getOrDefault(message.id(), List.of());
            if (!own.isEmpty() || message.extras().link().isPresent()) {
                albums.put(message.id(), album(conversation, message, own, ask, locale));
            }
        }
        return albums;
    }

    private Album album(
            Summary conversation,
            Message message,
            List<Attachment> files,
            boolean ask,
            Locale locale) {
        List<Tile> seen = new ArrayList<>();
        List<Tile> others = new ArrayList<>();
        Tile preview = null;
        for (Attachment file : files) {
            Tile tile = tile(conversation.id().value(), file, locale);
            if (file.part() == Part.PREVIEW) {
                preview = tile.thumbnail() && tile.here() ? tile : null;
            } else if (tile.seen()) {
                seen.add(tile);
            } else {
                others.add(tile);
            }
        }
        Tile picture = preview;
        return new Album(
                conversation.id().value(),
                message.id().value(),
                seen,
                others,
                message.extras()
                        .link()
                        .filter(link -> leadsIntoTheWeb(link.url()))
                        .map(link -> card(link, picture))
                        .orElse(null),
                ask);
    }

    /** What a sender calls a link may be a script. */
    private static boolean leadsIntoTheWeb(String url) {
        return WEB.matcher(url).lookingAt() && !host(url).isEmpty();
    }

    private static Album.Card card(Extras.Link link, @Nullable Tile picture) {
        return new Album.Card(
                link.url(), Names.plain(link.title(), LONGEST_NAME), host(link.url()), picture);
    }

    /** What will be seen of a link. */
    Album.Card card(long conversation, Draft draft) {
        Tile picture = draft.thumbnail() ? tile(conversation, draft, Locale.ROOT) : null;
        return card(draft.link().orElseThrow(), picture);
    }

    /** What somebody sees before it is opened: never letters that look like others. */
    public static String host(String url) {
        try {
            String host = new URI(url).getHost();
            String plain = host == null ? "" : IDN.toASCII(host);
            return plain.startsWith("www.") ? plain.substring(4) : plain;
        } catch (URISyntaxException | IllegalArgumentException e) {
            return "";
        }
    }

    /** A file of a conversation. */
    Tile tile(long conversation, Attachment file, Locale locale) {
        Tile.Kind kind = kind(file.look(), file.voice());
        return new Tile(
                file.id().value(),
                kind,
                Tile.State.valueOf(file.state().name()),
                "/c/" + conversation + "/files/" + file.id().value(),
                name(file.name(), kind, locale),
                file.caption().map(text -> Names.plain(text, 500)).orElse(null),
                type(file.name()),
                file.size() == 0 ? "" : sizes.of(file.size(), locale),
                sizes.of(file.length()),
                file.width(),
                file.height(),
                file.thumbnail(),
                trouble(file, locale).orElse(null),
                isFetchable(file));
    }

    /** A file that is not sent yet. */
    Tile tile(long conversation, Draft file, Locale locale) {
        Tile.Kind kind = kind(file.look(), file.voice());
        return new Tile(
                file.id().value(),
                kind,
                Tile.State.HERE,
                "/c/" + conversation + "/drafts/" + file.id().value(),
                name(file.name(), kind, locale),
                null,
                type(file.name()),
                sizes.of(file.size(), locale),
                sizes.of(file.length()),
                file.width(),
                file.height(),
                file.thumbnail(),
                null,
                false);
    }

    private static Tile.Kind kind(Look look, boolean voice) {
        return switch (look) {
            case PICTURE -> Tile.Kind.PICTURE;
            case VIDEO -> Tile.Kind.VIDEO;
            case SOUND -> voice ? Tile.Kind.VOICE : Tile.Kind.SOUND;
            case DOCUMENT -> Tile.Kind.DOCUMENT;
        };
    }

    private String name(Optional<String> name, Tile.Kind kind, Locale locale) {
        return name.map(text -> Names.plain(text, LONGEST_NAME))
                .filter(text -> !text.isBlank() && kind != Tile.Kind.VOICE)
                .orElseGet(() ->
                        words.say(locale, "file.kind." + kind.name().toLowerCase(Locale.ROOT)));
    }

    /** The end of a name in capitals, if it is one. */
    private static String type(Optional<String> name) {
        String text = name.orElse("");
        int dot = text.lastIndexOf('.');
        String end = dot < 0 ? "" : text.substring(dot + 1);
        return end.length() <= LONGEST_TYPE && end.matches("[A-Za-z0-9]+")
                ? end.toUpperCase(Locale.ROOT)
                : "";
    }

    private Optional<String> trouble(Attachment file, Locale locale) {
        if (file.notShown().isPresent()) {
            return Optional.of(
                    words.say(
                            locale,
                            "file.unseen."
                                    + file.notShown().get().name().toLowerCase(Locale.ROOT)));
        }
        return file.failure()
                .map(why -> words.say(locale, "file.why." + why.name().toLowerCase(Locale.ROOT)));
    }

    private static boolean isFetchable(Attachment file) {
        return switch (file.state()) {
            case OFFERED, EXPIRED -> true;
            case FETCHING -> file.failure().isPresent();
            case REFUSED ->
                    file.failure()
                            .filter(why ->
                                    why == TransferFailure.DAMAGED
                                            || why == TransferFailure.GIVEN_UP)
                            .isPresent();
            case HERE, SENDING -> false;
        };
    }
}
