/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.account;

import app.snug.messenger.Account;
import app.snug.messenger.Preferences;
import app.snug.messenger.change.Ledger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.UnaryOperator;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code preferences}. */
public final class StoredPreferences implements Preferences {

    private final JdbcClient jdbc;
    private final Ledger ledger;

    public StoredPreferences(JdbcClient jdbc, Ledger ledger) {
        this.jdbc = jdbc;
        this.ledger = ledger;
    }

    @Override
    public Preference of(Account account) {
        return jdbc.sql("select * from preferences where account = ?")
                .param(account.ref().value())
                .query(StoredPreferences::read)
                .optional()
                .orElse(Preference.DEFAULT);
    }

    @Override
    public void change(Account account, UnaryOperator<Preference> change) {
        // The ledger lets one writer in at a time.
        ledger.change(account.ref(), entries -> save(account, change.apply(of(account))));
    }

    private void save(Account account, Preference preference) {
        jdbc.sql(
                        """
                        insert into preferences (account, read_receipts, typing, link_previews,
                                                 enter_sends, autoplay, notify, notify_content)
                        values (:account, :readReceipts, :typing, :linkPreviews, :enterSends,
                                :autoplay, :notify, :notifyContent)
                        on conflict (account) do update
                        set read_receipts = excluded.read_receipts, typing = excluded.typing,
                            link_previews = excluded.link_previews,
                            enter_sends = excluded.enter_sends, autoplay = excluded.autoplay,
                            notify = excluded.notify, notify_content = excluded.notify_content
                        """)
                .param("account", account.ref().value())
                .param("readReceipts", preference.readReceipts())
                .param("typing", preference.typing())
                .param("linkPreviews", preference.linkPreviews())
                .param("enterSends", preference.enterSends())
                .param("autoplay", preference.autoplay())
                .param("notify", preference.notifyOf().name())
                .param("notifyContent", preference.notifyContent().name())
                .update();
    }

    private static Preference read(ResultSet row, int number) throws SQLException {
        return new Preference(
                row.getBoolean("read_receipts"),
                row.getBoolean("typing"),
                row.getBoolean("link_previews"),
                row.getBoolean("enter_sends"),
                row.getBoolean("autoplay"),
                Notify.valueOf(row.getString("notify")),
                NotifyContent.valueOf(row.getString("notify_content")));
    }
}
