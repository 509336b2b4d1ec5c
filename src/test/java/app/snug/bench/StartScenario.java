/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.bench;

import app.snug.boot.postgres.EmbeddedPostgres;
import app.snug.deploy.ImageRuntime;
import app.snug.whole.Unpacked;
import java.nio.file.Path;
import java.util.List;

/** From nothing to serving, as the image does it: extracted, with an AOT cache. */
final class StartScenario implements Scenario {

    private static final int STARTS = 5;
    private static final String NOTE =
            "start: the packaged jar, extracted, with an AOT cache, to the first ready answer;"
                    + " median of %d. The ten nodes of its network start after that, in the same"
                    + " process, until connected";

    @Override
    public String name() {
        return "start: to ready";
    }

    @Override
    public List<Figure> measure(Path directory) throws Exception {
        Path java = ImageRuntime.make(directory.resolve("java").toAbsolutePath());
        Path jar = Unpacked.jar();
        String note = NOTE.formatted(STARTS);
        try (EmbeddedPostgres postgres =
                EmbeddedPostgres.start(
                        Path.of("target"),
                        directory.resolve("outside"),
                        EmbeddedPostgres.Settings.DEFAULT)) {
            PackagedSnug outside =
                    new PackagedSnug(java, jar, directory.resolve("data-outside"))
                            .set("SNUG_DATABASE_URL", postgres.url())
                            .set("SNUG_DATABASE_USER", postgres.user())
                            .set("SNUG_DATABASE_PASSWORD", postgres.password());
            outside.train();
            Starts up = starts(outside);
            PackagedSnug own = new PackagedSnug(java, jar, directory.resolve("data-own"));
            own.train();
            Starts embedded = starts(own);
            return List.of(
                    Figure.of(
                                    "start to ready, PostgreSQL up",
                                    up.ready().percentile(0.5) / 1e3,
                                    "s",
                                    note)
                            .withBar(Bar.atMost(3)),
                    Figure.of(
                            "start to connected, PostgreSQL up",
                            up.connected().percentile(0.5) / 1e3,
                            "s",
                            note),
                    Figure.of(
                            "start to ready, with its own PostgreSQL",
                            embedded.ready().percentile(0.5) / 1e3,
                            "s",
                            note));
        }
    }

    private record Starts(Latencies ready, Latencies connected) {}

    private static Starts starts(PackagedSnug snug) throws Exception {
        Starts starts = new Starts(new Latencies(), new Latencies());
        for (int i = -1; i < STARTS; i++) {
            long began = System.nanoTime();
            snug.start();
            long ready = System.nanoTime() - began;
            snug.awaitConnected();
            if (i >= 0) {
                starts.ready().add(ready);
                starts.connected().add(System.nanoTime() - began);
            }
            snug.close();
        }
        return starts;
    }
}
