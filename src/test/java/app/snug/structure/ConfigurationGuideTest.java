/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The table of settings in {@code docs/configuration.md} is what the code says: the Javadoc of the
 * settings records, and the comments in {@code application.yaml} that begin with a setting's name.
 */
class ConfigurationGuideTest {

    private static final Path GUIDE = Path.of("docs", "configuration.md");
    private static final Path DEFAULTS = Path.of("src", "main", "resources", "application.yaml");
    private static final Pattern TABLE =
            Pattern.compile("(<!-- settings: [^>]*-->\n).*?(<!-- /settings -->)", Pattern.DOTALL);
    private static final Pattern EXPLAINED = Pattern.compile("\\s*# (SNUG_[A-Z_]+): (.*)");
    private static final Pattern MORE = Pattern.compile("\\s*# {3}(.*)");
    private static final Pattern PLACEHOLDER =
            Pattern.compile("\\$\\{(SNUG_[A-Z_]+|snug\\.[a-z.-]+):(.*)}\\s*$");

    /** A row. */
    private record Setting(String fallback, String meaning) {}

    @Test
    void theGuideSaysWhatTheCodeSays() throws IOException {
        SortedMap<String, Setting> settings = new TreeMap<>();
        settings.putAll(ofDefaults());
        settings.putAll(ofRecords());
        assertThat(settings)
                .as("each setting is explained where it is declared")
                .allSatisfy((name, setting) -> assertThat(setting.meaning()).as(name).isNotBlank());
        String there = Files.readString(GUIDE);
        String wanted =
                TABLE.matcher(there)
                        .replaceAll(found ->
                                Matcher.quoteReplacement(
                                        found.group(1) + table(settings) + found.group(2)));
        if (Boolean.getBoolean("snug.renew")) {
            Files.writeString(GUIDE, wanted);
            there = wanted;
        }
        assertThat(there)
                .as(
                        "docs/configuration.md is out of date. Renew it: ./snug test"
                                + " -Dtest=ConfigurationGuideTest -Dsnug.renew=true")
                .isEqualTo(wanted);
    }

    @Test
    void theGuideNamesTheFoldersWhereSettingsMayLie() throws IOException {
        String unit = Files.readString(Path.of("deploy", "snug.service"));
        String image = Files.readString(Path.of("Dockerfile"));
        assertThat(Files.readString(GUIDE))
                .contains(
                        "`" + last(unit, "WorkingDirectory=(\\S+)") + "` with systemd",
                        "`" + last(image, "WORKDIR (\\S+)") + "` in the image");
    }

    private static String last(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .reduce("", (former, found) -> found);
    }

    private static String table(SortedMap<String, Setting> settings) {
        StringBuilder table =
                new StringBuilder("| variable | default | meaning |\n|---|---|---|\n");
        settings.forEach((name, setting) ->
                table.append(
                        "| `%s` | %s | %s |%n"
                                .formatted(
                                        name,
                                        setting.fallback().isEmpty()
                                                ? ""
                                                : "`" + cell(setting.fallback()) + "`",
                                        cell(setting.meaning()))));
        return table.toString();
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }

    /** Records with {@code @ConfigurationProperties}, as their annotation processor read them. */
    private SortedMap<String, Setting> ofRecords() throws IOException {
        SortedMap<String, Setting> settings = new TreeMap<>();
        try (InputStream metadata =
                getClass().getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            for (JsonNode property : JsonMapper.shared().readTree(metadata).get("properties")) {
                String name = variable(property.get("name").asString());
                boolean first = property.get("sourceType").asString().startsWith("app.snug.boot.");
                Setting setting =
                        new Setting(
                                property.path("defaultValue").asString(""),
                                markdown(property.path("description").asString("")));
                if (first || !settings.containsKey(name)) {
                    settings.put(name, setting);
                }
            }
        }
        return settings;
    }

    private static String variable(String property) {
        return property.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    private static String markdown(String javadoc) {
        return javadoc.replaceAll("\\{@code ([^}]*)}", "`$1`")
                .replaceAll("<a href=\"([^\"]*)\">([^<]*)</a>", "[$2]($1)")
                .replaceAll("\\s+", " ")
                .strip();
    }

    private static SortedMap<String, Setting> ofDefaults() throws IOException {
        SortedMap<String, Setting> settings = new TreeMap<>();
        List<String> meaning = new ArrayList<>();
        String explained = "";
        for (String line : Files.readAllLines(DEFAULTS)) {
            Matcher start = EXPLAINED.matcher(line);
            Matcher more = MORE.matcher(line);
            Matcher use = PLACEHOLDER.matcher(line);
            if (start.matches()) {
                explained = start.group(1);
                meaning = new ArrayList<>(List.of(start.group(2)));
            } else if (more.matches() && !explained.isEmpty()) {
                meaning.add(more.group(1));
            } else if (use.find()) {
                String name = variable(use.group(1));
                boolean own = name.equals(explained);
                settings.put(name, new Setting(use.group(2), own ? String.join(" ", meaning) : ""));
                explained = "";
            }
        }
        return settings;
    }
}
