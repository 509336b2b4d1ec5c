/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.live;

import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;

/** Opens the WebSocket under {@code /live}. */
@Configuration(proxyBeanMethods = false)
@EnableWebSocket
class LiveConfiguration implements WebSocketConfigurer {

    private final LiveSockets sockets;

    LiveConfiguration(LiveSockets sockets) {
        this.sockets = sockets;
    }

    @Override
    public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
        registry.addHandler(sockets, "/live")
                .addInterceptors(new Handshake())
                // The origin was compared by web.security, which knows about proxies.
                .setAllowedOriginPatterns("*");
    }

    @Configuration(proxyBeanMethods = false)
    static class Pace {

        /** Time between two signs of life. */
        @Bean
        LivePace livePace() {
            return new LivePace(Duration.ofSeconds(25));
        }
    }
}
