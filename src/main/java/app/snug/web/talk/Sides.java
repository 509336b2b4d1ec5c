/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import app.snug.messenger.Account;
import app.snug.messenger.Accounts;
import app.snug.messenger.Changes;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Conversations;
import app.snug.messenger.Conversations.Overview;
import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.ProfilePictures;
import app.snug.network.Network;
import app.snug.web.page.Names;
import app.snug.web.page.NotFoundException;
import app.snug.web.page.Reader;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes the list beside the page. */
@Component
public final class Sides {

    private static final int PAGE = 40;

    private final Accounts accounts;
    private final Conversations conversations;
    private final Changes changes;
    private final ProfilePictures pictures;
    private final Network network;
    private final Rows rows;

    Sides(
            Accounts accounts,
            Conversations conversations,
            Changes changes,
            ProfilePictures pictures,
            Network network,
            Rows rows) {
        this.accounts = accounts;
        this.conversations = conversations;
        this.changes = changes;
        this.pictures = pictures;
        this.network = network;
        this.rows = rows;
    }

    public Side of(Account account, Reader reader) {
        return of(account, changes.newest(account), 0, Optional.empty(), reader);
    }

    /**
     * @param newest a change number asked for before anything else on the page was
     * @param open the conversation on the screen, 0 for none
     * @param before the conversation behind which to begin
     */
    Side of(
            Account account,
            long newest,
            long open,
            Optional<ConversationId> before,
            Reader reader) {
        Optional<Summary> behind =
                before.map(
                        id -> conversations.find(account, id).orElseThrow(NotFoundException::new));
        List<Summary> page = conversations.list(account, behind, PAGE + 1);
        boolean more = page.size() > PAGE;
        List<Summary> shown = more ? page.subList(0, PAGE) : page;
        Overview overview = conversations.overview(account);
        String name = Names.plain(account.displayName(), 100);
        return new Side(
                account.ref().value(),
                newest,
                name,
                Names.initial(name),
                Names.hue(account.id()),
                face(account),
                connection(),
                rows.of(account, shown, open, reader),
                more ? shown.getLast().id().value() : 0,
                overview.unread(),
                door(account, overview, reader),
                before.isPresent(),
                account.wordsKept(),
                accounts.unreadable(account));
    }

    /** Who waits to be let in. */
    public Side.Door door(Account account, Overview overview, Reader reader) {
        long away = reader.doors().getOrDefault(account.ref().value(), 0L);
        return new Side.Door(
                overview.requests(),
                overview.newestRequest().filter(newest -> newest.value() > away).isPresent());
    }

    /** Where one's own picture is; null if there is none. */
    @Nullable String face(Account account) {
        return pictures.version(account).map(version -> "/me/picture?v=" + version).orElse(null);
    }

    /** How well this server is connected. */
    public Side.Connection connection() {
        Network.Status status = network.status();
        return switch (status.connection()) {
            case READY -> new Side.Connection("network.ready", "ok", status.path().size());
            case CONNECTING -> new Side.Connection("network.connecting", "wait", 0);
            case OFFLINE -> new Side.Connection("network.offline", "bad", 0);
        };
    }
}
