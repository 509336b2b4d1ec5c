/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import java.util.List;
import java.util.Optional;

/** Where the list of nodes is to be had when the network itself cannot be asked. */
interface SeedClient {

    /** The nodes, or nothing if nobody gave any. */
    Optional<List<ServiceNode>> fetch(Deadline deadline) throws InterruptedException;
}
