/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web;

import app.snug.messenger.Account;
import app.snug.messenger.MessageId;
import app.snug.messenger.Notices;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notices that go nowhere. */
public final class MemoryNotices implements Notices {

    public final List<MessageId> saved = new CopyOnWriteArrayList<>();

    @Override
    public void saved(Account account, MessageId message) {
        saved.add(message);
    }
}
