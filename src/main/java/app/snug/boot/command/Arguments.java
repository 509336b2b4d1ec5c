/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What stands behind a verb: plain words, and options of the form {@code --name value}. */
final class Arguments {

    private final List<String> words = new ArrayList<>();
    private final Map<String, List<String>> options = new LinkedHashMap<>();

    /**
     * @param known options, without the hyphens
     * @param most plain words
     */
    static Arguments parse(List<String> arguments, int most, Set<String> known)
            throws CommandException {
        Arguments parsed = new Arguments();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (!argument.startsWith("--")) {
                parsed.words.add(argument);
                continue;
            }
            int equals = argument.indexOf('=');
            String name = argument.substring(2, equals < 0 ? argument.length() : equals);
            if (!known.contains(name)) {
                throw new CommandException(
                        "There is no option --%s here. There is: %s.".formatted(name, list(known)));
            }
            if (equals < 0 && i + 1 == arguments.size()) {
                throw new CommandException("--" + name + " needs a value behind it.");
            }
            String value = equals < 0 ? arguments.get(++i) : argument.substring(equals + 1);
            parsed.options.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
        }
        if (parsed.words.size() > most) {
            throw new CommandException(
                    "“%s” is one word too many.".formatted(parsed.words.get(most)));
        }
        return parsed;
    }

    private static String list(Set<String> known) {
        return known.isEmpty()
                ? "none"
                : String.join(", ", known.stream().sorted().map(name -> "--" + name).toList());
    }

    Optional<String> word(int index) {
        return index < words.size() ? Optional.of(words.get(index)) : Optional.empty();
    }

    String word(int index, String otherwise) throws CommandException {
        return word(index).orElseThrow(() -> new CommandException(otherwise));
    }

    List<String> all(String option) {
        return options.getOrDefault(option, List.of());
    }

    Optional<String> one(String option) throws CommandException {
        List<String> values = all(option);
        if (values.size() > 1) {
            throw new CommandException("--" + option + " is there twice.");
        }
        return values.stream().findFirst();
    }

    int number(String option, int otherwise) throws CommandException {
        Optional<String> value = one(option);
        try {
            return value.isEmpty() ? otherwise : Integer.parseInt(value.get());
        } catch (NumberFormatException e) {
            throw new CommandException(
                    "--%s must be a whole number, not “%s”.".formatted(option, value.orElse("")),
                    e);
        }
    }

    boolean has(String option) {
        return options.containsKey(option);
    }
}
