/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import app.snug.messenger.Account;
import app.snug.messenger.Attachment;
import app.snug.messenger.Attachments;
import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.Extras;
import app.snug.messenger.Look;
import app.snug.messenger.Message;
import app.snug.messenger.MessageId;
import app.snug.web.page.Names;
import app.snug.web.page.Words;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Sentences for what is no text: what happened, and what the list says of cards and files. */
@Component
public final class Lines {

    private static final int LONGEST = 100;

    private final Attachments attachments;
    private final Spoken spoken;
    private final TimerWords timers;
    private final Names names;
    private final Words words;

    Lines(Attachments attachments, Spoken spoken, TimerWords timers, Names names, Words words) {
        this.attachments = attachments;
        this.spoken = spoken;
        this.timers = timers;
        this.names = names;
        this.words = words;
    }

    /**
     * A message in one line.
     *
     * @param icon of its files; null if it has none
     */
    public record Brief(@Nullable String icon, String text) {}

    /** Whether it stands in the log as a line between bubbles. */
    public static boolean isLine(Message message) {
        return switch (message.kind()) {
            case TEXT, INVITATION -> false;
            case TIMER, MEDIA_SAVED, ACCEPTED, DELETED -> true;
        };
    }

    /** What a line says. */
    public String of(Summary conversation, Message message, Locale locale) {
        if (message.kind() == Message.Kind.TIMER) {
            return timers.line(conversation, message, locale);
        }
        String key =
                "line."
                        + message.kind().name().toLowerCase(Locale.ROOT)
                        + (message.outgoing() ? ".own" : ".theirs");
        return words.say(locale, key, names.of(conversation, locale));
    }

    /** The files of these messages, for {@link #brief}. */
    Map<MessageId, List<Attachment>> files(Account account, Collection<Message> messages) {
        return attachments.of(account, messages.stream().map(Message::id).toList());
    }

    /** What a notification or a quote says of a message. */
    public String brief(
            Account account, Summary conversation, Message message, Locale locale, int longest) {
        List<Attachment> files =
                message.body().isEmpty()
                        ? files(account, List.of(message)).getOrDefault(message.id(), List.of())
                        : List.of();
        return brief(account, conversation, message, files, locale, longest).text();
    }

    /**
     * What the list says of a message, in one line.
     *
     * @param longest code points
     */
    Brief brief(
            Account account,
            Summary conversation,
            Message message,
            List<Attachment> files,
            Locale locale,
            int longest) {
        return switch (message.kind()) {
            case TEXT -> {
                List<Attachment> own =
                        files.stream().filter(file -> file.part() == Attachment.Part.FILE).toList();
                yield new Brief(
                        own.isEmpty() ? null : icon(own),
                        message.body().isEmpty()
                                ? files(own, locale, longest)
                                : spoken.line(
                                        message.body(), account, conversation, locale, longest));
            }
            case INVITATION -> new Brief(null, invitation(message, locale));
            case TIMER, MEDIA_SAVED, ACCEPTED, DELETED ->
                    new Brief(null, of(conversation, message, locale));
        };
    }

    private String invitation(Message message, Locale locale) {
        return words.say(
                locale,
                "line.invitation",
                message.extras()
                        .invitation()
                        .map(Extras.Invitation::name)
                        .map(name -> Names.plain(name, LONGEST))
                        .orElse(""));
    }

    private static String icon(List<Attachment> files) {
        return common(files)
                .map(look ->
                        switch (look) {
                            case PICTURE -> "image";
                            case VIDEO -> "play";
                            case SOUND -> "mic";
                            case DOCUMENT -> "file";
                        })
                .orElse("attach");
    }

    /** A document by its name, everything else by what it is. */
    private String files(List<Attachment> files, Locale locale, int longest) {
        if (files.size() == 1 && files.getFirst().look() == Look.DOCUMENT) {
            String name = Names.plain(files.getFirst().name().orElse(""), longest);
            if (!name.isEmpty()) {
                return name;
            }
        }
        String kind =
                files.size() == 1 && files.getFirst().voice()
                        ? "voice"
                        : common(files)
                                .map(look -> look.name().toLowerCase(Locale.ROOT))
                                .orElse("document");
        return words.say(locale, "file.brief." + kind, Math.max(1, files.size()));
    }

    /** What all of them are. */
    private static Optional<Look> common(List<Attachment> files) {
        List<Look> looks = files.stream().map(Attachment::look).distinct().limit(2).toList();
        return looks.size() == 1 ? Optional.of(looks.getFirst()) : Optional.empty();
    }
}
