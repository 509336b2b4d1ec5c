/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.swarm;

import app.snug.server.http.AnswerReader;
import app.snug.server.http.Room;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One HTTP/1.1 connection over TLS, as much of it as nodes use among themselves. Used by one thread
 * at a time; {@link #abort} may come from another.
 */
final class PeerConnection {

    private static final int MAX_BODY = 12 << 20;
    private static final int BUFFER = 8_192;

    /** Closed by the other side before it answered anything. */
    static final class StaleException extends IOException {
        StaleException() {
            super("closed");
        }
    }

    /** Set and read by the pool only. */
    long idleSince;

    private final Socket raw = new Socket();
    private final String host;
    private final int port;
    private InputStream in = InputStream.nullInputStream();
    private OutputStream out = OutputStream.nullOutputStream();

    PeerConnection(String host, int port) {
        this.host = host;
        this.port = port;
    }

    /** Takes as long as the other side likes, unless {@link #abort} ends it. */
    void open(SSLSocketFactory factory) throws IOException {
        raw.setTcpNoDelay(true);
        raw.connect(new InetSocketAddress(host, port));
        SSLSocket tls = (SSLSocket) factory.createSocket(raw, host, port, true);
        tls.startHandshake();
        in = new BufferedInputStream(tls.getInputStream(), BUFFER);
        out = tls.getOutputStream();
    }

    boolean isOpen() {
        return raw.isConnected();
    }

    AnswerReader.Answer post(String path, Map<String, String> headers, byte[] body, Room room)
            throws IOException {
        boolean answered = false;
        try {
            write(path, headers, body);
            int first = AnswerReader.first(in);
            if (first < 0) {
                throw new EOFException();
            }
            answered = true;
            return new AnswerReader(in, MAX_BODY, room).read(first);
        } catch (IOException e) {
            if (answered) {
                throw e;
            }
            throw new StaleException();
        }
    }

    /** Gives up, at once, whatever is going on. */
    void abort() {
        try {
            raw.close();
        } catch (IOException e) {
            // It is of no use any more, closed or not.
            return;
        }
    }

    private void write(String path, Map<String, String> headers, byte[] body) throws IOException {
        StringBuilder head = new StringBuilder(256);
        head.append("POST ").append(path).append(" HTTP/1.1\r\nHost: ").append(host);
        head.append(':').append(port);
        headers.forEach(
                (name, value) -> head.append("\r\n").append(name).append(": ").append(value));
        head.append("\r\nContent-Length: ").append(body.length).append("\r\n\r\n");
        ByteArrayOutputStream whole = new ByteArrayOutputStream(head.length() + body.length);
        whole.writeBytes(head.toString().getBytes(StandardCharsets.US_ASCII));
        whole.writeBytes(body);
        whole.writeTo(out);
        out.flush();
    }
}
