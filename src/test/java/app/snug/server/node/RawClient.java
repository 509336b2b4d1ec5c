/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import app.snug.server.node.membership.NodeEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client that knows no more than HTTPS. */
final class RawClient implements AutoCloseable {

    static final JsonMapper JSON = JsonMapper.builder().build();

    /** An answer. */
    record Answer(int status, HttpHeaders headers, byte[] body) {

        String type() {
            return header("content-type");
        }

        String server() {
            return header("server");
        }

        String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        JsonNode json() {
            return JSON.readTree(body);
        }
    }

    private final HttpClient http;

    RawClient() {
        this("127.0.0.1");
    }

    /**
     * @param from loopback address
     */
    RawClient(String from) {
        try {
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, new TrustManager[] {new Anyone()}, null);
            this.http =
                    HttpClient.newBuilder()
                            .sslContext(tls)
                            .localAddress(InetAddress.ofLiteral(from))
                            .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    Answer rpc(NodeEntry node, String request) {
        return post(node, "/storage_rpc/v1", request.getBytes(StandardCharsets.UTF_8));
    }

    Answer post(NodeEntry node, String path, byte[] body) {
        return send(
                HttpRequest.newBuilder(uri(node, path))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    Answer get(NodeEntry node, String path) {
        return send(HttpRequest.newBuilder(uri(node, path)).GET());
    }

    Answer post(URI uri, String body) {
        return send(HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response =
                    http.send(
                            request.timeout(Duration.ofSeconds(40)).build(),
                            HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A connection to do with as one likes. */
    Socket connect(NodeEntry node) throws IOException {
        return http.sslContext().getSocketFactory().createSocket(node.host(), node.port());
    }

    static URI uri(NodeEntry node, String path) {
        return URI.create("https://" + node.host() + ":" + node.port() + path);
    }

    @Override
    public void close() {
        http.close();
    }

    private static final class Anyone extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
