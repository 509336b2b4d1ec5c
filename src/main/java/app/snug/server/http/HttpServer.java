/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.http;

import jakarta.servlet.Filter;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.apache.tomcat.util.net.SSLUtil;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.jspecify.annotations.Nullable;

/** A small Tomcat with one connector and one servlet; every request on a virtual thread. */
public final class HttpServer implements AutoCloseable {

    private static final int KEEP_ALIVE_MS = 60_000;
    private static final int MAX_HEADERS = 16_384;

    /** Looks at a handshake before it has taken too long. */
    private static final int LOOKS = 8;

    /**
     * What clients may take up.
     *
     * @param connections at once; further ones wait to be accepted
     * @param pause longest between two bytes of a request or of an answer, for a whole TLS
     *     handshake, and until an answer finds memory: whoever holds some and does not read is cut
     *     by then
     * @param transfer longest for a body, and for an answer, of which large ones get more
     * @param memory bytes that large bodies and answers take together; small ones have a quarter of
     *     it besides
     */
    public record Limits(int connections, Duration pause, Duration transfer, long memory) {
        public static final Limits DEFAULT =
                new Limits(
                        2_000,
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(30),
                        ExchangeMemory.ofHeap());
    }

    /**
     * Where and how to listen.
     *
     * @param port 0 means any free one
     * @param certificate HTTPS with this, or plain HTTP without
     * @param serverHeader what the header {@code Server} says
     * @param filters looked through before the routes, outermost first
     */
    public record Settings(
            String host,
            int port,
            @Nullable TlsCertificate certificate,
            String serverHeader,
            List<Filter> filters,
            Limits limits) {

        /** With the limits that do for most. */
        public Settings(
                String host,
                int port,
                @Nullable TlsCertificate certificate,
                String serverHeader,
                List<Filter> filters) {
            this(host, port, certificate, serverHeader, filters, Limits.DEFAULT);
        }
    }

    private final Tomcat tomcat;
    private final Routes routes;
    private final int port;

    private HttpServer(Tomcat tomcat, Routes routes, int port) {
        this.tomcat = tomcat;
        this.routes = routes;
        this.port = port;
    }

    /**
     * @param routes by method and path, such as {@code POST /storage_rpc/v1}
     * @throws IOException if the port is taken
     */
    public static HttpServer start(Settings settings, Map<String, Route> routes)
            throws IOException {
        Tomcat tomcat = new Tomcat();
        Path base = Files.createTempDirectory("snug-node");
        tomcat.setBaseDir(base.toString());
        NioEndpoint endpoint = new NioEndpoint();
        Connector connector = connector(settings, endpoint);
        tomcat.setConnector(connector);
        ((StandardHost) tomcat.getHost()).setErrorReportValveClass("");
        tomcat.getHost().setAutoDeploy(false);
        tomcat.getEngine().setBackgroundProcessorDelay(-1);
        tomcat.getServer().setUtilityThreads(1);
        StandardContext context = (StandardContext) tomcat.addContext("", null);
        // There is no web application whose classes could leak; without these, stopping is slow.
        context.setClearReferencesRmiTargets(false);
        context.setClearReferencesThreadLocals(false);
        Pace pace = new Pace(settings.limits().transfer());
        BodyReader bodies = new BodyReader(pace);
        tomcat.getHost().getPipeline().addValve(new RestValve(bodies));
        Routes all =
                new Routes(
                        routes,
                        bodies,
                        pace,
                        new ExchangeMemory(settings.limits().memory(), settings.limits().pause()));
        Wrapper servlet = Tomcat.addServlet(context, "node", all);
        servlet.addMapping("/");
        int number = 0;
        for (Filter filter : settings.filters()) {
            add(context, "filter-" + number++, filter);
        }
        try {
            tomcat.start();
            if (connector.getLocalPort() < 0) {
                throw new IOException("Port " + settings.port() + " cannot be listened on");
            }
            if (settings.certificate() != null) {
                watchHandshakes(endpoint, settings.limits().pause());
            }
            return new HttpServer(tomcat, all, connector.getLocalPort());
        } catch (LifecycleException | IOException e) {
            stop(tomcat);
            throw new IOException(failure(settings, e), e);
        } finally {
            base.toFile().deleteOnExit();
        }
    }

    private static void watchHandshakes(NioEndpoint endpoint, Duration patience) {
        long every = patience.dividedBy(LOOKS).toMillis();
        var unused =
                endpoint.getUtilityExecutor()
                        .scheduleWithFixedDelay(
                                new Handshakes(endpoint, patience),
                                every,
                                every,
                                TimeUnit.MILLISECONDS);
    }

    private static String failure(Settings settings, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return "port " + settings.port() + " of " + settings.host() + " is taken";
            }
        }
        return "nothing can listen on " + settings.host() + ":" + settings.port();
    }

    /** The port listened on. */
    public int port() {
        return port;
    }

    private static Connector connector(Settings settings, NioEndpoint endpoint) {
        Http11NioProtocol protocol = new Http11NioProtocol(endpoint);
        Connector connector = new Connector(protocol);
        connector.setPort(settings.port());
        connector.setThrowOnFailure(true);
        connector.setProperty("address", settings.host());
        protocol.setExecutor(new VirtualThreadExecutor("node-" + settings.port() + "-"));
        protocol.setServer(settings.serverHeader());
        protocol.setServerRemoveAppProvidedValues(true);
        protocol.setUseKeepAliveResponseHeader(false);
        protocol.setMaxKeepAliveRequests(-1);
        protocol.setKeepAliveTimeout(KEEP_ALIVE_MS);
        protocol.setConnectionTimeout((int) settings.limits().pause().toMillis());
        protocol.setMaxConnections(settings.limits().connections());
        protocol.setMaxHttpHeaderSize(MAX_HEADERS);
        // A connection outlives the refusal of such a body, which we read within bounds of our own.
        protocol.setMaxSwallowSize(BodyReader.MAX_BODY);
        protocol.setTcpNoDelay(true);
        if (settings.certificate() != null) {
            connector.setSecure(true);
            connector.setScheme("https");
            protocol.setSSLEnabled(true);
            protocol.addSslHostConfig(tls(settings.certificate()));
        }
        return connector;
    }

    private static SSLHostConfig tls(TlsCertificate own) {
        SSLHostConfig config = new SSLHostConfig();
        config.setProtocols("TLSv1.2+TLSv1.3");
        SSLHostConfigCertificate certificate =
                new SSLHostConfigCertificate(config, SSLHostConfigCertificate.Type.EC);
        certificate.setSslContext(
                SSLUtil.createSSLContext(own.context(), own.keyManager(), new NoClients()));
        config.addCertificate(certificate);
        return config;
    }

    private static void add(Context context, String name, Filter filter) {
        FilterDef definition = new FilterDef();
        definition.setFilterName(name);
        definition.setFilter(filter);
        definition.setFilterClass(filter.getClass().getName());
        context.addFilterDef(definition);
        FilterMap map = new FilterMap();
        map.setFilterName(name);
        map.addURLPattern("/*");
        context.addFilterMap(map);
    }

    private static void stop(Tomcat tomcat) {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            // What is half stopped stays so; there is nothing left to release.
            return;
        }
    }

    @Override
    public void close() {
        routes.end();
        stop(tomcat);
    }
}
