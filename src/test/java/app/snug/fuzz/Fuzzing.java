/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.fuzz;

import app.snug.testing.Fixtures;
import app.snug.testing.Vectors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Jazzer in a process of its own, looking for bytes that the {@link Parsers} cannot bear. */
public final class Fuzzing {

    private static final Pattern RUNS = Pattern.compile("Done (\\d+) runs in (\\d+) second");
    private static final int RPC = 0;
    private static final int ONION = 2;
    private static final int KEY_MESSAGE = 17;
    private static final int GROUP_MESSAGE = 19;

    /**
     * What came of it.
     *
     * @param log what Jazzer said; the bytes that broke a parser are at its end
     */
    public record Result(boolean sound, long runs, long seconds, String log) {}

    private Fuzzing() {}

    /**
     * @param directory what was found is left here
     * @param seed the same one looks at the same things in the same order
     */
    public static Result run(Path directory, Duration time, long seed)
            throws IOException, InterruptedException {
        Path corpus = Files.createDirectories(directory.resolve("corpus"));
        seeds(corpus);
        Path log = directory.resolve("log");
        Process process =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElse("java"),
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-XX:+EnableDynamicAgentLoading",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-Xmx768m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "com.code_intelligence.jazzer.Jazzer",
                                "--target_class=" + Parsers.class.getName(),
                                "--instrumentation_includes=app.snug.**",
                                "--hooks=false",
                                "-max_total_time=" + time.toSeconds(),
                                "-timeout=10",
                                "-rss_limit_mb=2048",
                                "-seed=" + seed,
                                "--reproducer_path=" + directory,
                                "-artifact_prefix=" + directory + "/",
                                corpus.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        if (!process.waitFor(time.toSeconds() + 60, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        String said = Files.readString(log);
        Matcher runs = RUNS.matcher(said);
        boolean done = runs.find();
        return new Result(
                process.exitValue() == 0 && done,
                done ? Long.parseLong(runs.group(1)) : 0,
                done ? Long.parseLong(runs.group(2)) : 0,
                said);
    }

    /** To begin with: what clients really asked, and admins and members really wrote. */
    private static void seeds(Path corpus) throws IOException {
        int number = 0;
        for (JsonNode exchange : Fixtures.read("storage-rpc.json").get("exchanges")) {
            if (exchange.has("request")) {
                byte[] request =
                        exchange.get("request").stringValue().getBytes(StandardCharsets.UTF_8);
                write(corpus.resolve("rpc-" + number++), RPC, request);
            }
        }
        for (JsonNode exchange : Fixtures.read("onion.json").get("exchanges")) {
            byte[] request = Base64.getDecoder().decode(exchange.get("body_b64").stringValue());
            write(corpus.resolve("onion-" + number++), ONION, request);
        }
        JsonNode group = Vectors.of("group_keys").cases().findFirst().orElseThrow().node("steps");
        for (JsonNode step : group) {
            if (step.has("key_message_hex")) {
                write(
                        corpus.resolve("keys-" + number++),
                        KEY_MESSAGE,
                        hex(step, "key_message_hex"));
            }
            if (step.has("inner_hex")) {
                write(corpus.resolve("group-" + number++), GROUP_MESSAGE, hex(step, "inner_hex"));
            }
        }
        for (String bencoded : List.of("d1:#i1e1:&de1:<lee", "le", "i-1e", "4:spam")) {
            for (int parser = 0; parser < Parsers.ALL.size(); parser++) {
                write(
                        corpus.resolve("bencoded-" + number++),
                        parser,
                        bencoded.getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    private static byte[] hex(JsonNode step, String field) {
        return HexFormat.of().parseHex(step.get(field).stringValue());
    }

    private static void write(Path file, int parser, byte[] bytes) throws IOException {
        byte[] whole = new byte[1 + bytes.length];
        whole[0] = (byte) parser;
        System.arraycopy(bytes, 0, whole, 1, bytes.length);
        Files.write(file, whole);
    }
}
