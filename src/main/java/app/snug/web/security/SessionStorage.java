/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.security;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.security.SecureRandom;
import java.util.Base64;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.support.GenericConversionService;
import org.springframework.core.serializer.Deserializer;
import org.springframework.core.serializer.support.DeserializingConverter;
import org.springframework.core.serializer.support.SerializingConverter;
import org.springframework.session.SessionIdGenerator;
import org.springframework.session.config.SessionRepositoryCustomizer;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.session.jdbc.PostgreSqlJdbcIndexedSessionRepositoryCustomizer;

/**
 * How sessions are kept in the database. Only plain values go in, and only those come out: whoever
 * can write to the database must not thereby run code here.
 */
final class SessionStorage implements SessionRepositoryCustomizer<JdbcIndexedSessionRepository> {

    private static final int ID_SIZE = 24;
    private static final String HOURLY = "0 23 * * * *";

    private static final ObjectInputFilter PLAIN_VALUES =
            ObjectInputFilter.Config.createFilter(
                    "maxbytes=65536;maxdepth=12;maxrefs=2000;maxarray=10000;"
                            + "java.lang.*;java.util.*;java.util.concurrent.CopyOnWriteArrayList;"
                            + "org.springframework.util.LinkedMultiValueMap;"
                            + "org.springframework.util.MultiValueMapAdapter;"
                            + "org.springframework.web.servlet.FlashMap;!*");

    private final SecureRandom random;

    SessionStorage(SecureRandom random) {
        this.random = random;
    }

    @Override
    public void customize(JdbcIndexedSessionRepository repository) {
        new PostgreSqlJdbcIndexedSessionRepositoryCustomizer().customize(repository);
        repository.setDefaultMaxInactiveInterval(MemberSessions.ANONYMOUS_LIFETIME);
        repository.setSessionIdGenerator(ids());
        repository.setConversionService(conversion());
        repository.setCleanupCron(HOURLY);
    }

    /** 192 bits, in letters fit for a cookie. */
    private SessionIdGenerator ids() {
        return () -> {
            byte[] drawn = new byte[ID_SIZE];
            random.nextBytes(drawn);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(drawn);
        };
    }

    static ConversionService conversion() {
        GenericConversionService conversion = new GenericConversionService();
        conversion.addConverter(Object.class, byte[].class, new SerializingConverter());
        conversion.addConverter(
                byte[].class, Object.class, new DeserializingConverter(new PlainValues()));
        return conversion;
    }

    private static final class PlainValues implements Deserializer<Object> {
        @Override
        @SuppressWarnings("BanSerializableRead") // Filtered.
        public Object deserialize(InputStream in) throws IOException {
            try (ObjectInputStream objects = new ObjectInputStream(in)) {
                objects.setObjectInputFilter(PLAIN_VALUES);
                return objects.readObject();
            } catch (ClassNotFoundException e) {
                throw new IOException("Unknown class in a session", e);
            }
        }
    }
}
