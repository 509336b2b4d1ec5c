/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import app.snug.messenger.account.StoredAccounts;
import app.snug.messenger.change.Ledger;
import app.snug.messenger.conversation.Indexing;
import app.snug.messenger.conversation.MessageTable;
import app.snug.messenger.conversation.SearchTable;
import app.snug.messenger.conversation.StoredConversations;
import app.snug.messenger.conversation.StoredSearch;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes what finds messages again. */
@Configuration(proxyBeanMethods = false)
class SearchConfiguration {

    @Bean
    SearchTable searchTable(JdbcClient jdbc) {
        return new SearchTable(jdbc);
    }

    @Bean
    Indexing indexing(SearchTable table, StoredAccounts accounts, Vaults vaults, Ledger ledger) {
        return new Indexing(table, accounts, vaults, ledger);
    }

    @Bean
    StoredSearch search(
            SearchTable table,
            MessageTable messages,
            StoredConversations conversations,
            Indexing indexing,
            Vaults vaults,
            TransactionTemplate transaction) {
        return new StoredSearch(table, messages, conversations, indexing, vaults, transaction);
    }
}
