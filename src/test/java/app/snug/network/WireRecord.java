/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Everything that arrives at the nodes of a local network. */
final class WireRecord {

    /**
     * A request as a node's socket saw it.
     *
     * @param node its number
     */
    record Seen(int node, String path, byte[] body) {}

    private final List<Seen> all = new CopyOnWriteArrayList<>();

    Filter at(int node) {
        return new Recorder(node);
    }

    List<Seen> all() {
        return List.copyOf(all);
    }

    List<Seen> to(String path) {
        return all.stream().filter(s -> s.path().equals(path)).toList();
    }

    void clear() {
        all.clear();
    }

    private final class Recorder implements Filter {
        private final int node;

        private Recorder(int node) {
            this.node = node;
        }

        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            HttpServletRequest http = (HttpServletRequest) request;
            byte[] body = http.getInputStream().readAllBytes();
            all.add(new Seen(node, http.getRequestURI(), body));
            chain.doFilter(new Again(http, body), response);
        }
    }

    private static final class Again extends HttpServletRequestWrapper {
        private final byte[] body;

        private Again(HttpServletRequest request, byte[] body) {
            super(request);
            this.body = body;
        }

        @Override
        public ServletInputStream getInputStream() {
            ByteArrayInputStream in = new ByteArrayInputStream(body);
            return new ServletInputStream() {
                @Override
                public int read() {
                    return in.read();
                }

                @Override
                public int read(byte[] into, int from, int count) {
                    return in.read(into, from, count);
                }

                @Override
                public boolean isFinished() {
                    return in.available() == 0;
                }

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setReadListener(ReadListener listener) {
                    throw new UnsupportedOperationException();
                }
            };
        }
    }
}
