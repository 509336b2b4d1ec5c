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
 * Sees to what is left of a request whose answer was flushed before its end. Tomcat would read on,
 * however slowly the rest comes; and its streams are closed once the answer is whole.
 */
final class RestValve extends ValveBase {

    /** Marks a request that was refused: its client gets to read why if it sends the rest. */
    static final String REFUSED = "app.snug.refused";

    private final BodyReader bodies;

    RestValve(BodyReader bodies) {
        super(true);
        this.bodies = bodies;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        getNext().invoke(request, response);
        if (request.getAttribute(REFUSED) != null
                && !bodies.drain(new Rest(request.getCoyoteRequest())::read)) {
            response.getCoyoteResponse().action(ActionCode.CLOSE_NOW, null);
        }
    }

    /** Reads below the streams. */
    private static final class Rest implements ApplicationBufferHandler {

        private final org.apache.coyote.Request request;
        private @Nullable ByteBuffer buffer;

        Rest(org.apache.coyote.Request request) {
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
