/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web;

import app.snug.messenger.Account;
import app.snug.messenger.Attachment;
import app.snug.messenger.Attachments;
import app.snug.messenger.Content;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.History;
import app.snug.messenger.Message;
import app.snug.messenger.MessageId;
import app.snug.messenger.Query;
import app.snug.messenger.Reactions;
import app.snug.messenger.Reactions.Reaction;
import app.snug.messenger.Search;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.springframework.dao.DataAccessResourceFailureException;

/** Looks at everything that a {@link MemoryMessenger} has. */
public final class MemorySearch implements Search, History {

    private final MemoryMessenger messenger;
    private final Attachments attachments;
    private final Reactions reactions;

    public volatile boolean indexing;

    /** How many messages can be read; all, if it is negative. */
    public volatile int readable = -1;

    /** Why no more can be read. */
    public volatile RuntimeException trouble = new DataAccessResourceFailureException("no line");

    public MemorySearch(MemoryMessenger messenger, Attachments attachments, Reactions reactions) {
        this.messenger = messenger;
        this.attachments = attachments;
        this.reactions = reactions;
    }

    private List<Message> all(Account account) {
        List<Message> all = new ArrayList<>();
        messenger
                .list(account, Optional.empty(), 200)
                .forEach(one ->
                        all.addAll(messenger.page(account, one.id(), Optional.empty(), 200)));
        all.sort(Comparator.comparing((Message m) -> m.id().value()).reversed());
        return all;
    }

    @Override
    public Found messages(Account account, Query query, Optional<MessageId> before, int limit) {
        if (query.isEmpty()) {
            return new Found(List.of(), Optional.empty());
        }
        List<Hit> hits = new ArrayList<>();
        for (Message message : all(account)) {
            if (before.filter(last -> message.id().value() >= last.value()).isPresent()) {
                continue;
            }
            if (hits.size() == limit) {
                return new Found(hits, Optional.of(hits.getLast().message().id()));
            }
            int end = message.body().length();
            query.in(message.body() + names(account, message))
                    .ifPresent(marks ->
                            hits.add(
                                    new Hit(
                                            message,
                                            marks.stream().filter(m -> m.end() <= end).toList())));
        }
        return new Found(hits, Optional.empty());
    }

    private String names(Account account, Message message) {
        return attachments
                .of(account, List.of(message.id()))
                .getOrDefault(message.id(), List.of())
                .stream()
                .flatMap(file -> file.name().stream())
                .map(name -> "\n" + name)
                .collect(Collectors.joining());
    }

    @Override
    public List<Summary> people(Account account, String name, int limit) {
        return messenger.list(account, Optional.empty(), 200).stream()
                .filter(one -> one.name().filter(n -> Query.isCalled(n, name)).isPresent())
                .limit(limit)
                .toList();
    }

    @Override
    public boolean isIndexing(Account account) {
        return indexing;
    }

    @Override
    public void read(Account account, ConversationId conversation, Consumer<Told> reader) {
        List<Message> page = messenger.page(account, conversation, Optional.empty(), 200);
        Map<MessageId, List<Reaction>> on = reactions.of(account, conversation, page);
        int read = 0;
        for (Message message : page) {
            if (read++ == readable) {
                throw trouble;
            }
            Optional<Message> answered =
                    message.extras()
                            .quote()
                            .map(name -> messenger.named(account, conversation, List.of(name)))
                            .flatMap(found -> found.values().stream().findFirst());
            reader.accept(
                    new Told(
                            message,
                            answered,
                            List.of(),
                            on.getOrDefault(message.id(), List.of())));
        }
    }

    @Override
    public Optional<Content> open(Account account, Attachment file) {
        return Optional.empty();
    }
}
