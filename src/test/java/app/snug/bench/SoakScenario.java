/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.bench;

import app.snug.deploy.ImageRuntime;
import app.snug.whole.Unpacked;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** A household that talks for ten minutes: is anything lost or doubled, does memory stay? */
final class SoakScenario implements Scenario {

    private static final int MEMBERS = 6;
    private static final Duration LONG =
            Duration.ofSeconds(
                    Long.parseLong(System.getenv().getOrDefault("SNUG_SOAK_SECONDS", "600")));
    private static final Duration SETTLED = LONG.dividedBy(4);
    private static final Duration LOOK = LONG.dividedBy(10);
    private static final Duration TO_ARRIVE = Duration.ofMinutes(2);
    private static final int LEAST_PAUSE_MS = 500;
    private static final int MOST_PAUSE_MS = 3000;
    private static final String NOTE =
            "soak: the packaged program with its ten nodes and its own PostgreSQL, driven over"
                    + " HTTP; %1$d members, each with a page open, write to each of the five others for"
                    + " %2$d s; memory is that of its JVM once a second, the most from %3$d s on;"
                    + " growth is from the middle of the %4$d s after that to that of the last %4$d s";

    /** What was sent, by its mark. */
    private record Sent(SoakMember from, SoakMember to, long at) {}

    private final Map<String, Sent> sent = new ConcurrentHashMap<>();
    private final Latencies taken = new Latencies();
    private final AtomicInteger number = new AtomicInteger();

    @Override
    public String name() {
        return "soak: ten minutes of talk";
    }

    @Override
    public boolean isOnlyOnRequest() {
        return true;
    }

    @Override
    public List<Figure> measure(Path directory) throws Exception {
        Path java = ImageRuntime.make(directory.resolve("java").toAbsolutePath());
        PackagedSnug snug = new PackagedSnug(java, Unpacked.jar(), directory.resolve("data"));
        List<SoakMember> members = new ArrayList<>();
        try (snug) {
            snug.train();
            snug.start();
            settle(snug, members);
            List<Double> memory = talk(snug, members);
            List<String> lost = new ArrayList<>();
            int doubled = compare(members, lost);
            Latencies seen = seen();
            String note =
                    NOTE.formatted(
                            MEMBERS, LONG.toSeconds(), SETTLED.toSeconds(), LOOK.toSeconds());
            int look = Math.min((int) LOOK.toSeconds(), memory.size());
            double settled = middle(memory.subList(0, look));
            double end = middle(memory.subList(memory.size() - look, memory.size()));
            return List.of(
                    Figure.of("soak: messages", sent.size(), "", note),
                    Figure.of("soak: lost", lost.size(), "", note).withBar(Bar.atMost(0)),
                    Figure.of("soak: doubled", doubled, "", note).withBar(Bar.atMost(0)),
                    Figure.of("soak: taken by the server, p95", taken.percentile(0.95), "ms", note),
                    Figure.of("soak: sent → seen, median", seen.percentile(0.5), "ms", note),
                    Figure.of("soak: sent → seen, p95", seen.percentile(0.95), "ms", note)
                            .withBar(Bar.atMost(1150)),
                    Figure.of("soak: resident memory, the most", max(memory), "MiB", note)
                            .withBar(Bar.atMost(350)),
                    Figure.of("soak: growth of it", end - settled, "MiB", note)
                            .withBar(Bar.atMost(20)));
        } finally {
            members.forEach(SoakMember::close);
        }
    }

    private static void settle(PackagedSnug snug, List<SoakMember> members) throws Exception {
        for (int i = 0; i < MEMBERS; i++) {
            SoakMember member = new SoakMember("Member " + i, snug.address());
            members.add(member);
            if (i == 0) {
                member.browser.submit(
                        member.browser.get("/setup"),
                        "/setup",
                        Map.of(
                                "code",
                                snug.setUpCode(),
                                "login",
                                member.name,
                                "passphrase",
                                SoakMember.PASSPHRASE));
            } else {
                SoakMember owner = members.getFirst();
                String link =
                        owner.browser
                                .submit(
                                        owner.browser.get("/household"),
                                        "/household/invitations",
                                        Map.of())
                                .find("id=\"invite-link\"[^>]*value=\"[^\"]*?(/join/[^\"]+)\"");
                member.browser.submit(
                        member.browser.get(link),
                        link,
                        Map.of("login", member.name, "passphrase", SoakMember.PASSPHRASE));
            }
            member.welcome();
        }
        for (SoakMember one : members) {
            for (SoakMember other : members) {
                if (one != other) {
                    one.meet(other);
                }
            }
        }
        for (SoakMember member : members) {
            member.watch();
        }
    }

    /** Returns how much memory the process took each second, once everything had been used. */
    private List<Double> talk(PackagedSnug snug, List<SoakMember> members) throws Exception {
        long began = System.nanoTime();
        long end = began + LONG.toNanos();
        List<Double> memory = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> writing = new ArrayList<>();
            for (SoakMember member : members) {
                writing.add(threads.submit(writer(member, members, end)));
            }
            Thread.sleep(SETTLED);
            // One look alone would see where the collector of garbage is just then.
            while (System.nanoTime() < end) {
                memory.add(snug.residentMemory());
                Thread.sleep(Duration.ofSeconds(1));
            }
            for (Future<Void> one : writing) {
                one.get();
            }
        }
        return memory;
    }

    private static double middle(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    private static double max(List<Double> values) {
        return values.stream().max(Comparator.naturalOrder()).orElseThrow();
    }

    private Callable<Void> writer(SoakMember member, List<SoakMember> members, long end) {
        Random random = new Random();
        List<SoakMember> others = members.stream().filter(other -> other != member).toList();
        return () -> {
            while (System.nanoTime() < end) {
                Thread.sleep(random.nextInt(LEAST_PAUSE_MS, MOST_PAUSE_MS));
                SoakMember to = others.get(random.nextInt(others.size()));
                String mark =
                        "soak-%d-%d".formatted(number.incrementAndGet(), random.nextInt(1000));
                sent.put(mark, new Sent(member, to, System.nanoTime()));
                long took = member.write(to.name, mark + " Bread is in the oven.");
                synchronized (taken) {
                    taken.add(took);
                }
            }
            return null;
        };
    }

    /** Waits for what is under way, then compares both sides with what was sent. */
    private int compare(List<SoakMember> members, List<String> lost) throws Exception {
        long limit = System.nanoTime() + TO_ARRIVE.toNanos();
        int doubled;
        do {
            lost.clear();
            doubled = 0;
            for (SoakMember member : members) {
                for (SoakMember other : members) {
                    if (member != other) {
                        doubled += compare(member, other, lost);
                    }
                }
            }
        } while (!lost.isEmpty() && System.nanoTime() < limit);
        return doubled;
    }

    private int compare(SoakMember member, SoakMember other, List<String> lost) throws Exception {
        List<String> there = member.marks(other.name);
        HashSet<String> once = new HashSet<>(there);
        sent.forEach((mark, message) -> {
            boolean between =
                    (message.from() == member && message.to() == other)
                            || (message.from() == other && message.to() == member);
            if (between && !once.contains(mark)) {
                lost.add(mark);
            }
        });
        return there.size() - once.size();
    }

    private Latencies seen() {
        Latencies latencies = new Latencies();
        new HashMap<>(sent)
                .forEach((mark, message) -> {
                    Long at = message.to().shown.get(mark);
                    if (at != null) {
                        latencies.add(at - message.at());
                    }
                });
        return latencies;
    }
}
