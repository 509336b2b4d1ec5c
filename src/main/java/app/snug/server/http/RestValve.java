/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.http;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.jspecify.annotations.Nullable;

/**
 * Sees to what is left of an exchange that does not end as it should. Tomcat would read on, however
 * slowly the rest comes; and its streams are closed once the answer is whole.
 */
final class RestValve extends ValveBase {

    /** An attribute of such a request: a {@link Rest}. */
    static final String REST = "app.snug.rest";

    /** What becomes of the connection. */
    enum Rest {
        /** The client gets to read why it was refused if it sends the rest, and may go on. */
        READ,
        /** It does not read its answer. */
        CUT
    }

    private final BodyReader bodies;

    RestValve(BodyReader bodies) {
        super(true);
        this.bodies = bodies;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        getNext().invoke(request, response);
        boolean ends =
                switch ((Rest) request.getAttribute(REST)) {
                    case null -> false;
                    case CUT -> true;
                    case READ -> !bodies.drain(new Below(request.getCoyoteRequest())::read);
                };
        if (ends) {
            response.getCoyoteResponse().action(ActionCode.CLOSE_NOW, null);
        }
    }

    /** Reads below the streams. */
    private static final class Below implements ApplicationBufferHandler {

        private final org.apache.coyote.Request request;
        private @Nullable ByteBuffer buffer;

        Below(org.apache.coyote.Request request) {
            this.request = request;
        }

        int read() throws IOException {
            return request.doRead(this);
        }

        @Override
        public void setByteBuffer(ByteBuffer other) {
            buffer = other;
        }

        @Override
        public @Nullable ByteBuffer getByteBuffer() {
            return buffer;
        }

        @Override
        public void expand(int size) {
            // It is handed whole buffers.
        }
    }
}
