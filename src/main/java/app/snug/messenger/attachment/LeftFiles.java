/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.attachment;

import app.snug.messenger.OwnerId;
import app.snug.messenger.file.StoredFileId;
import app.snug.messenger.file.StoredFiles;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Removes files whose row has gone, in whatever way it went. */
final class LeftFiles {

    private static final int AT_ONCE = 500;

    private final JdbcClient jdbc;
    private final StoredFiles files;

    LeftFiles(JdbcClient jdbc, StoredFiles files) {
        this.jdbc = jdbc;
        this.files = files;
    }

    private record Left(OwnerId owner, String stored) {}

    /** Those that the database has noted. */
    void remove() throws IOException {
        List<Left> left;
        do {
            left =
                    jdbc.sql("select owner, stored from file_left limit ?")
                            .param(AT_ONCE)
                            .query((row, number) ->
                                    new Left(
                                            new OwnerId(row.getObject(1, UUID.class)),
                                            row.getString(2)))
                            .list();
            for (Left file : left) {
                StoredFileId id = new StoredFileId(file.stored());
                // A draft that was sent has become an attachment.
                if (!isNamed(file.owner(), id)) {
                    files.delete(file.owner(), id);
                }
                jdbc.sql("delete from file_left where owner = ? and stored = ?")
                        .params(file.owner().value(), file.stored())
                        .update();
            }
        } while (left.size() == AT_ONCE);
    }

    /** Those that nothing names, after a crash or with an account that has gone. */
    void sweep() throws IOException {
        files.sweep(this::isNamed);
    }

    private boolean isNamed(OwnerId owner, StoredFileId id) {
        return jdbc.sql(
                        """
                        select exists (
                            select from account a where a.owner = :owner and (
                                a.picture_stored = :id
                                or exists (select from attachment t
                                           where t.account = a.id
                                             and (t.stored = :id or t.thumbnail = :id))
                                or exists (select from draft d
                                           where d.account = a.id
                                             and (d.stored = :id or d.thumbnail = :id))
                                or exists (select from contact n
                                           where n.account = a.id and n.picture_stored = :id)))
                        """)
                .param("owner", owner.value())
                .param("id", id.value())
                .query(Boolean.class)
                .single();
    }
}
