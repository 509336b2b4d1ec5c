/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot.command;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody with a data directory who types commands and reads what comes. */
final class Person {

    /** What the command said and how it ended. */
    record Said(int code, String out, String err) {

        /** What stands behind {@code --option} in the output. */
        List<String> values(String option) {
            Matcher matcher =
                    Pattern.compile("^  --" + option + " (\\S+)$", Pattern.MULTILINE).matcher(out);
            return matcher.results().map(result -> result.group(1)).toList();
        }
    }

    final Path data;
    private final InstantSource clock;

    Person(Path data, InstantSource clock) {
        this.data = data;
        this.clock = clock;
    }

    Said types(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code;
        try (PrintStream toOut = new PrintStream(out, true, StandardCharsets.UTF_8);
                PrintStream toErr = new PrintStream(err, true, StandardCharsets.UTF_8)) {
            code = new Commands(data, clock, new SecureRandom(), toOut, toErr).run(words);
        }
        return new Said(
                code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** One that has to succeed. */
    Said does(String... words) {
        Said said = types(words);
        if (said.code() != 0) {
            throw new AssertionError(String.join(" ", words) + ": " + said);
        }
        return said;
    }

    /** One that has to be refused. */
    String isRefused(String... words) {
        Said said = types(words);
        if (said.code() == 0) {
            throw new AssertionError(String.join(" ", words) + ": " + said);
        }
        return said.err().strip();
    }
}
