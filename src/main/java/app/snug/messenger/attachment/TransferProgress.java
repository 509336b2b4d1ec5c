/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.attachment;

import app.snug.messenger.Attachments.Progress;
import app.snug.messenger.transfer.Courier;
import app.snug.messenger.transfer.Transfer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** How far transfers are, as far as this process has seen; pages ask for it now and then. */
final class TransferProgress implements Courier.Watcher {

    /** Far more than are under way at once. */
    private static final int MOST = 256;

    private final Map<Long, Progress> known =
            Collections.synchronizedMap(
                    new LinkedHashMap<>() {
                        private static final long serialVersionUID = 1;

                        @Override
                        protected boolean removeEldestEntry(Map.Entry<Long, Progress> eldest) {
                            return size() > MOST;
                        }
                    });

    @Override
    public void moved(Transfer transfer, long done, long total) {
        known.put(transfer.id(), new Progress(done, total));
    }

    Optional<Progress> of(long transfer) {
        return Optional.ofNullable(known.get(transfer));
    }

    void forget(long transfer) {
        known.remove(transfer);
    }
}
