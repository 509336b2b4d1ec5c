/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.conversation;

import app.snug.messenger.Account;
import app.snug.messenger.Attachment;
import app.snug.messenger.Conversations;
import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.Mark;
import app.snug.messenger.Message;
import app.snug.messenger.MessageId;
import app.snug.messenger.Query;
import app.snug.messenger.Search;
import app.snug.messenger.Vault;
import app.snug.messenger.Vaults;
import app.snug.messenger.conversation.SearchTable.Where;
import app.snug.protocol.identity.AccountId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;

/** Search by the blind index; whatever it leads to is opened and looked at. */
public final class StoredSearch implements Search {

    private static final int MOST_HITS = 100;

    /** Opened for one page at most. */
    private static final int MOST_OPENED = 600;

    private static final int AT_ONCE = 150;
    private static final int MOST_CONVERSATIONS = 2000;
    private static final int PAGE = 200;

    /** So many digits of an Account ID tell whose it is. */
    private static final int SHORTEST_ID = 8;

    private final SearchTable table;
    private final MessageTable messages;
    private final Conversations conversations;
    private final Indexing indexing;
    private final Vaults vaults;
    private final TransactionTemplate transaction;

    public StoredSearch(
            SearchTable table,
            MessageTable messages,
            Conversations conversations,
            Indexing indexing,
            Vaults vaults,
            TransactionTemplate transaction) {
        this.table = table;
        this.messages = messages;
        this.conversations = conversations;
        this.indexing = indexing;
        this.vaults = vaults;
        this.transaction = transaction;
    }

    @Override
    public Found messages(Account account, Query query, Optional<MessageId> before, int limit) {
        if (limit < 1 || limit > MOST_HITS) {
            throw new IllegalArgumentException("1 to " + MOST_HITS + " messages");
        }
        if (query.isEmpty()) {
            return new Found(List.of(), Optional.empty());
        }
        Vault vault = vaults.of(account.owner());
        Where where = where(account, query);
        List<Hit> hits = new ArrayList<>();
        Optional<MessageId> at = before;
        int opened = 0;
        while (opened < MOST_OPENED) {
            Optional<MessageId> from = at;
            List<Message> candidates =
                    transaction.execute(status ->
                            table.candidates(account, vault, query, where, from, AT_ONCE));
            Map<MessageId, List<Attachment>> files =
                    messages.files()
                            .of(
                                    account.ref(),
                                    vault,
                                    candidates.stream().map(Message::id).toList());
            for (Message message : candidates) {
                opened++;
                at = Optional.of(message.id());
                Optional<List<Mark>> marks =
                        query.in(text(message, files.getOrDefault(message.id(), List.of())));
                if (marks.isEmpty()) {
                    continue;
                }
                int end = message.body().length();
                hits.add(
                        new Hit(
                                message,
                                marks.get().stream().filter(m -> m.end() <= end).toList()));
                if (hits.size() == limit) {
                    return new Found(hits, at);
                }
            }
            if (candidates.size() < AT_ONCE) {
                return new Found(hits, Optional.empty());
            }
        }
        return new Found(hits, at);
    }

    private static String text(Message message, List<Attachment> files) {
        StringBuilder text = new StringBuilder(SearchTable.text(message.body(), message.extras()));
        files.forEach(file -> file.name().ifPresent(name -> text.append('\n').append(name)));
        return text.toString();
    }

    private Where where(Account account, Query query) {
        if (query.authors().isEmpty()
                && query.conversations().isEmpty()
                && query.from().isEmpty()
                && query.to().isEmpty()) {
            return new Where(null, null);
        }
        List<Summary> all = all(account);
        @Nullable Set<AccountId> authors = null;
        if (!query.authors().isEmpty()) {
            authors = new HashSet<>();
            for (Summary one : all) {
                if (query.authors().stream().anyMatch(name -> isCalled(account, one, name))) {
                    authors.add(one.peer());
                }
            }
            if (query.authors().stream().anyMatch(StoredSearch::isMe)) {
                authors.add(account.id());
            }
        }
        Predicate<Summary> meant =
                one ->
                        query.conversations().isEmpty()
                                || query.conversations().stream()
                                        .anyMatch(name -> isCalled(account, one, name));
        return new Where(authors, all.stream().filter(meant).map(one -> one.id().value()).toList());
    }

    private static boolean isMe(String name) {
        return name.equalsIgnoreCase("me");
    }

    private static boolean isCalled(Account account, Summary one, String name) {
        String hex = name.toLowerCase(Locale.ROOT);
        return one.name().filter(called -> Query.isCalled(called, name)).isPresent()
                || one.settings().ownName().filter(own -> Query.isCalled(own, name)).isPresent()
                || (hex.length() >= SHORTEST_ID && one.peer().hex().startsWith(hex))
                || (one.noteToSelf()
                        && (isMe(name) || Query.isCalled(account.displayName(), name)));
    }

    private List<Summary> all(Account account) {
        List<Summary> all = new ArrayList<>();
        Optional<Summary> last = Optional.empty();
        do {
            List<Summary> page = conversations.list(account, last, PAGE);
            all.addAll(page);
            last = page.size() < PAGE ? Optional.empty() : Optional.of(page.getLast());
        } while (last.isPresent() && all.size() < MOST_CONVERSATIONS);
        return all;
    }

    @Override
    public List<Summary> people(Account account, String name, int limit) {
        return all(account).stream()
                .filter(one -> isCalled(account, one, name))
                .limit(limit)
                .toList();
    }

    @Override
    public boolean isIndexing(Account account) {
        return indexing.isUnderWay(account);
    }
}
