/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A run: what it found, and on what. */
record Report(Instant at, Machine machine, Pace pace, List<Figure> figures) {

    void print(PrintStream out) {
        int width = figures.stream().mapToInt(f -> f.what().length()).max().orElse(10);
        String row = "%-" + width + "s  %14s  %14s  %s%n";
        out.println();
        out.printf(row, "what", "figure", "bar", "");
        for (Figure figure : figures) {
            Bar bar = figure.bar();
            out.printf(
                    row,
                    figure.what(),
                    number(figure.value()) + " " + figure.unit(),
                    bar == null
                            ? ""
                            : (bar.atLeast() ? "≥ " : "≤ ")
                                    + number(bar.value())
                                    + " "
                                    + figure.unit(),
                    figure.verdict());
        }
        out.println();
        figures.stream().map(Figure::note).distinct().forEach(note -> out.println("  " + note));
        out.println();
        out.println("  " + machine.line());
        out.println("  " + pace.line());
    }

    private static String number(double value) {
        return value >= 100 ? "%,.0f".formatted(value) : "%.2f".formatted(value);
    }

    Path write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve("bench-" + at.getEpochSecond() + ".json");
        JsonMapper json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        Files.write(file, json.writeValueAsBytes(this));
        return file;
    }
}
