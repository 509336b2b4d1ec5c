/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.live;

import app.snug.messenger.Account;
import app.snug.messenger.Change;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Conversations;
import app.snug.messenger.Conversations.Overview;
import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.Message;
import app.snug.messenger.MessageId;
import app.snug.messenger.Messages;
import app.snug.web.page.Assets;
import app.snug.web.page.Names;
import app.snug.web.page.Reader;
import app.snug.web.talk.Log;
import app.snug.web.talk.Rows;
import app.snug.web.talk.Side;
import app.snug.web.talk.Sides;
import app.snug.web.talk.Standing;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;

/** Turns changes into the HTML of the pages' own templates, each thing once and as it is now. */
@Component
final class Newsroom {

    private final Conversations conversations;
    private final Messages messages;
    private final Rows rows;
    private final Log log;
    private final Sides sides;
    private final Names names;
    private final Alerts alerts;
    private final Assets assets;
    private final ITemplateEngine templates;

    Newsroom(
            Conversations conversations,
            Messages messages,
            Rows rows,
            Log log,
            Sides sides,
            Names names,
            Alerts alerts,
            Assets assets,
            ITemplateEngine templates) {
        this.conversations = conversations;
        this.messages = messages;
        this.rows = rows;
        this.log = log;
        this.sides = sides;
        this.names = names;
        this.alerts = alerts;
        this.assets = assets;
        this.templates = templates;
    }

    /**
     * @param changes at least one
     * @param open the conversation on the page, 0 for none
     */
    News of(Account account, List<Change> changes, long open, Reader reader) {
        Set<ConversationId> touched = new LinkedHashSet<>();
        Set<MessageId> spoken = new LinkedHashSet<>();
        for (Change change : changes) {
            touched.remove(change.conversation());
            touched.add(change.conversation());
            if (change.conversation().value() == open) {
                change.message().ifPresent(spoken::add);
            }
        }
        List<String> said = new ArrayList<>();
        List<Long> gone = new ArrayList<>();
        ConversationId here = new ConversationId(open);
        Optional<Summary> shown =
                touched.contains(here) ? conversations.find(account, here) : Optional.empty();
        for (MessageId id : spoken) {
            Optional<Message> message = messages.find(account, id);
            if (message.isPresent() && shown.isPresent()) {
                said.add(message(account, shown.get(), message.get(), reader));
            } else {
                gone.add(id.value());
            }
        }
        List<String> list = new ArrayList<>();
        for (ConversationId id : touched) {
            list.add(
                    conversations
                            .find(account, id)
                            .filter(found -> !found.settings().hidden())
                            .filter(found -> !found.settings().isRequest())
                            .map(found -> row(account, found, open, reader))
                            .orElseGet(() -> "<li id=\"c%d\" hidden></li>".formatted(id.value())));
        }
        Overview overview = conversations.overview(account);
        return new News(
                changes.getLast().number(),
                list,
                said,
                gone,
                overview.unread(),
                door(sides.door(account, overview, reader), reader),
                shown.map(found -> standing(found, reader)).orElse(null),
                alerts.of(account, changes, reader),
                0,
                false);
    }

    private String message(Account account, Summary conversation, Message message, Reader reader) {
        Context context = context(reader);
        context.setVariable("entries", log.alone(account, conversation, message, reader));
        context.setVariable("conversation", conversation.id().value());
        return templates.process("talk/log", Set.of("entries"), context);
    }

    private String door(Side.Door door, Reader reader) {
        Context context = context(reader);
        context.setVariable("door", door);
        return templates.process("talk/door", Set.of("door"), context);
    }

    private String standing(Summary conversation, Reader reader) {
        Context context = context(reader);
        context.setVariable("standing", Standing.of(conversation));
        context.setVariable("conversation", conversation.id().value());
        context.setVariable("name", names.of(conversation, reader.locale()));
        return templates.process("talk/standing", Set.of("standing"), context);
    }

    private String row(Account account, Summary conversation, long open, Reader reader) {
        Context context = context(reader);
        context.setVariable("r", rows.of(account, conversation, open, reader));
        return templates.process("talk/row", Set.of("row"), context);
    }

    private Context context(Reader reader) {
        Context context = new Context(reader.locale());
        context.setVariable("assets", assets);
        return context;
    }
}
