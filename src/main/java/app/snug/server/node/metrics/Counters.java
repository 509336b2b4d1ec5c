/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.metrics;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Counts, and measures when asked; written in the text format of Prometheus. Labels come from small
 * fixed sets, never from requests.
 */
public final class Counters {

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
    private final Map<String, LongSupplier> gauges = new ConcurrentHashMap<>();

    /**
     * One more.
     *
     * @param name without the prefix and ending that all of them have
     */
    public void count(String name) {
        add("snug_node_" + name + "_total");
    }

    /** One more of a kind. */
    public void count(String name, String label, String value) {
        add("snug_node_" + name + "_total{" + label + "=\"" + value + "\"}");
    }

    /** One more of two kinds. */
    public void count(
            String name, String label, String value, String otherLabel, String otherValue) {
        add(
                "snug_node_"
                        + name
                        + "_total{"
                        + label
                        + "=\""
                        + value
                        + "\","
                        + otherLabel
                        + "=\""
                        + otherValue
                        + "\"}");
    }

    private void add(String series) {
        counts.computeIfAbsent(series, unused -> new LongAdder()).increment();
    }

    /** Something that is measured whenever somebody looks. */
    public void gauge(String name, LongSupplier value) {
        gauges.put("snug_node_" + name, value);
    }

    public String text() {
        StringBuilder text = new StringBuilder();
        Map<String, Long> values = new TreeMap<>();
        counts.forEach((series, count) -> values.put(series, count.sum()));
        String described = "";
        for (Map.Entry<String, Long> value : values.entrySet()) {
            String name = value.getKey().replaceAll("\\{.*", "");
            if (!name.equals(described)) {
                text.append("# TYPE ").append(name).append(" counter\n");
                described = name;
            }
            text.append(value.getKey()).append(' ').append(value.getValue()).append('\n');
        }
        new TreeMap<>(gauges)
                .forEach((name, value) ->
                        text.append("# TYPE ")
                                .append(name)
                                .append(" gauge\n")
                                .append(name)
                                .append(' ')
                                .append(value.getAsLong())
                                .append('\n'));
        return text.toString();
    }
}
