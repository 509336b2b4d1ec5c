/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.page;

import app.snug.network.Network;
import app.snug.network.ServiceNode;
import java.util.ArrayList;
import java.util.List;

/** The path in use, for people to see. */
public final class Hops {

    private Hops() {}

    /** A place on the way of a message. */
    public record Hop(String key, String host) {}

    /** Guard, middle, exit; empty while there is no path. */
    public static List<Hop> of(Network.Status status) {
        return of(status.path());
    }

    /** The same of a path that was taken. */
    public static List<Hop> of(List<ServiceNode> path) {
        List<Hop> hops = new ArrayList<>();
        for (ServiceNode node : path) {
            hops.add(new Hop("status.hop." + (hops.size() + 1), node.host() + ":" + node.port()));
        }
        return hops;
    }
}
