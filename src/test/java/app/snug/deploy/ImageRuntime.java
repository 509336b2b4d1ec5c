/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.deploy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;

/** The Java that the image has: the Dockerfile says what it is made of. */
public final class ImageRuntime {

    private static final Pattern JLINK =
            Pattern.compile("RUN jlink --output java ((?:[^\\\\\\n]|\\\\\\n)+)");
    private static final String MODULES = "--add-modules";

    private ImageRuntime() {}

    /**
     * Takes some seconds.
     *
     * @param directory is made
     * @return its {@code java}
     * @throws IOException if jlink complains
     */
    public static Path make(Path directory) throws IOException {
        List<String> arguments = new ArrayList<>(options());
        arguments.addAll(List.of("--output", directory.toString()));
        StringWriter said = new StringWriter();
        try (PrintWriter out = new PrintWriter(said)) {
            int code =
                    ToolProvider.findFirst("jlink")
                            .orElseThrow()
                            .run(out, out, arguments.toArray(String[]::new));
            if (code != 0) {
                throw new IOException("No Java as the image has it: " + said);
            }
        }
        return directory.resolve("bin").resolve("java");
    }

    /** Those that are named, and what they need. */
    static Set<String> modules() throws IOException {
        List<String> options = options();
        List<String> named = List.of(options.get(options.indexOf(MODULES) + 1).split(","));
        return Configuration.empty()
                .resolve(ModuleFinder.ofSystem(), ModuleFinder.of(), named)
                .modules()
                .stream()
                .map(module -> module.name())
                .collect(Collectors.toSet());
    }

    private static List<String> options() throws IOException {
        Matcher jlink = JLINK.matcher(Files.readString(Path.of("Dockerfile")));
        if (!jlink.find() || jlink.group(1).contains("&&")) {
            throw new IOException("No RUN of the Dockerfile makes a Java, and nothing else");
        }
        return Arrays.stream(jlink.group(1).replace("\\\n", " ").strip().split("\\s+")).toList();
    }
}
