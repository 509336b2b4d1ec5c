/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot;

import java.util.Arrays;
import java.util.Locale;
import org.springframework.aot.AotDetector;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.SpringProperties;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.util.ClassUtils;

/**
 * Lets a start use what the build has found out about its parts, which saves a quarter of its
 * processor time. The build decides as if only the role {@code web} were set; where a setting makes
 * other parts necessary, a start looks for them itself.
 */
final class Prepared implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

    private static final String BUILT =
            SnugApplication.class.getName() + "__ApplicationContextInitializer";

    /** What comes with Snug itself. */
    private static final String OWN_FILE = "class path resource";

    /** Says what the program is called, and changes nothing. */
    private static final String NAME = "spring.application.";

    /** While the build looks, parts that depend on a setting are there, and decide later. */
    static boolean isBeingMade() {
        return Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING);
    }

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        if (ClassUtils.isPresent(BUILT, getClass().getClassLoader())
                && isUsual(event.getEnvironment())) {
            SpringProperties.setFlag(AotDetector.AOT_ENABLED);
        }
    }

    static boolean isUsual(ConfigurableEnvironment settings) {
        return settings.getProperty("snug.roles", SnugSettings.WEB).strip().equals(SnugSettings.WEB)
                && settings.getProperty("management.server.port", "").isBlank()
                && settings.getPropertySources().stream().noneMatch(Prepared::changesParts);
    }

    /** Which parts Spring Boot has depends on settings of its own. */
    private static boolean changesParts(PropertySource<?> source) {
        return source instanceof EnumerablePropertySource<?> names
                && !source.getName().contains(OWN_FILE)
                && Arrays.stream(names.getPropertyNames())
                        .map(name -> name.toLowerCase(Locale.ROOT).replace('_', '.'))
                        .anyMatch(name ->
                                (name.startsWith("spring.") && !name.startsWith(NAME))
                                        || name.startsWith("management."));
    }
}
