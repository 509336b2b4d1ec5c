/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import app.snug.crypto.DecryptionException;
import app.snug.crypto.Secret;
import java.util.List;

/** Seals an owner's data for the database. What is sealed for one row does not open as another. */
public interface Vault {

    /**
     * @param row identity of the row and column, such as {@code message/17/body}
     */
    byte[] seal(String row, byte[] plain);

    /**
     * @throws DecryptionException if it was altered or belongs to another row or owner
     */
    byte[] open(String row, byte[] sealed) throws DecryptionException;

    /**
     * The key of one file of the owner, always the same.
     *
     * @param file its id among the owner's
     * @return 32 bytes; the caller's to close
     */
    Secret fileKey(String file);

    /**
     * Keyed hashes of terms, in their order: the same term in the same index has the same one, and
     * whoever has not the owner's key learns no more than that.
     *
     * @param index identity of an index, such as {@code account/17/words}
     */
    long[] blind(String index, List<String> terms);
}
