/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.outside;

import app.snug.network.TestCertificate;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A web of one host, {@value #HOST}, and one address that is private. */
public final class TestWeb implements AutoCloseable {

    public static final String HOST = "www.example.org";

    private final HttpsServer server;
    private final SSLContext trust;

    /** What was asked for, in order. */
    public final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    public TestWeb() throws IOException, GeneralSecurityException {
        TestCertificate certificate = TestCertificate.of(HOST);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
        server.start();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("host", certificate.certificate());
        TrustManagerFactory trusted =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(store);
        trust = SSLContext.getInstance("TLS");
        trust.init(null, trusted.getTrustManagers(), null);
    }

    /** A page at a path. */
    public void page(String path, String contentType, byte[] body) {
        page(path, 200, contentType, body);
    }

    public void redirect(String path, String to) {
        page(path, 302, to, new byte[0]);
    }

    private void page(String path, int status, String value, byte[] body) {
        server.createContext(
                path,
                exchange -> {
                    asked.add(exchange.getRequestURI().toString());
                    exchange.getResponseHeaders()
                            .add(status == 302 ? "Location" : "Content-Type", value);
                    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
    }

    /** Of this web; other names lead where the guard says. */
    public WebGet client() {
        return client(address(), Duration.ofSeconds(10));
    }

    WebGet client(InetSocketAddress web, Duration patience) {
        AddressGuard guard = new AddressGuard(List.of());
        return new WebGet(
                (host, port) -> host.equals(HOST) ? Optional.of(web) : guard.resolve(host, port),
                trust.getSocketFactory(),
                patience);
    }

    InetSocketAddress address() {
        return server.getAddress();
    }

    public static String url(String path) {
        return "https://" + HOST + path;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
