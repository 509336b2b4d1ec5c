/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.bench;

import app.snug.boot.postgres.EmbeddedPostgres;
import app.snug.whole.Unpacked;
import java.nio.file.Path;
import java.util.List;

/** From nothing to serving, as the image does it: extracted, with an AOT cache. */
final class StartScenario implements Scenario {

    private static final int STARTS = 5;
    private static final String NOTE =
            "start: the packaged jar, extracted, with an AOT cache, to the first ready answer;"
                    + " median of %d. With its ten nodes in the same process";

    @Override
    public String name() {
        return "start: to ready";
    }

    @Override
    public List<Figure> measure(Path directory) throws Exception {
        Path jar = Unpacked.jar();
        String note = NOTE.formatted(STARTS);
        try (EmbeddedPostgres postgres =
                EmbeddedPostgres.start(
                        Path.of("target"),
                        directory.resolve("outside"),
                        EmbeddedPostgres.Settings.DEFAULT)) {
            PackagedSnug outside =
                    new PackagedSnug(jar, directory.resolve("data-outside"))
                            .set("SNUG_DATABASE_URL", postgres.url())
                            .set("SNUG_DATABASE_USER", postgres.user())
                            .set("SNUG_DATABASE_PASSWORD", postgres.password());
            outside.train();
            Latencies up = starts(outside);
            PackagedSnug own = new PackagedSnug(jar, directory.resolve("data-own"));
            own.train();
            Latencies embedded = starts(own);
            return List.of(
                    Figure.of("start to ready, PostgreSQL up", up.percentile(0.5) / 1e3, "s", note)
                            .withBar(Bar.atMost(3)),
                    Figure.of(
                            "start to ready, with its own PostgreSQL",
                            embedded.percentile(0.5) / 1e3,
                            "s",
                            note));
        }
    }

    private static Latencies starts(PackagedSnug snug) throws Exception {
        Latencies latencies = new Latencies();
        for (int i = -1; i < STARTS; i++) {
            long began = System.nanoTime();
            snug.start();
            if (i >= 0) {
                latencies.add(System.nanoTime() - began);
            }
            snug.close();
        }
        return latencies;
    }
}
