/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;

/** Scrubs what another encoder writes, with its exceptions and in whatever format. */
final class ScrubbedEncoder extends EncoderBase<ILoggingEvent> {

    private final Encoder<ILoggingEvent> inner;

    /**
     * @param inner started, writing UTF-8
     */
    ScrubbedEncoder(Encoder<ILoggingEvent> inner) {
        this.inner = inner;
    }

    @Override
    public byte[] headerBytes() {
        return inner.headerBytes();
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        String lines = new String(inner.encode(event), StandardCharsets.UTF_8);
        return Scrub.line(lines).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] footerBytes() {
        return inner.footerBytes();
    }

    @Override
    public void stop() {
        inner.stop();
        super.stop();
    }
}
