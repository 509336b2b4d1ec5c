/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

import java.util.List;

/** One method of the storage RPC. */
interface Method {

    /** Under what it is called. */
    List<String> names();

    /** Understands the parameters, without looking at rights or state. */
    Call parse(Parameters parameters) throws BadRequestException;
}
