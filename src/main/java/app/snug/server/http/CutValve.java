/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.http;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/**
 * Closes a connection at once whose request was not read to its end. Tomcat would read on, however
 * slowly the rest comes.
 */
final class CutValve extends ValveBase {

    /** A request with this attribute is cut after its answer. */
    static final String ATTRIBUTE = "app.snug.cut";

    CutValve() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        getNext().invoke(request, response);
        if (request.getAttribute(ATTRIBUTE) != null) {
            response.flushBuffer();
            response.getCoyoteResponse().action(ActionCode.CLOSE_NOW, null);
        }
    }
}
