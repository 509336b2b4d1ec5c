/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot.command;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.protocol.descriptor.Descriptor;
import app.snug.protocol.descriptor.DescriptorException;
import app.snug.protocol.descriptor.NetworkId;
import app.snug.protocol.descriptor.Operator;
import app.snug.protocol.descriptor.SignedDescriptor;
import app.snug.server.node.NodeHost;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code snug network …}. */
record NetworkCommand(Commands house) {

    private static final int DAYS = 400;
    private static final int MOST_DAYS = 3_650;

    private static final Set<String> CHANGES =
            Set.of(
                    "node",
                    "operator",
                    "name",
                    "file-server",
                    "community",
                    "signatures",
                    "days",
                    "key");

    @FunctionalInterface
    private interface Change {
        void accept(String value) throws CommandException;
    }

    void key(List<String> words) throws CommandException {
        Arguments arguments = Arguments.parse(words, 1, Set.of("key"));
        OperatorKey file = house.operatorKey(arguments);
        Optional<String> name = arguments.word(0);
        if (name.isEmpty()) {
            try (Ed25519KeyPair key = file.load()) {
                house.out().println(key.publicKey().hex());
            }
            return;
        }
        if (file.exists()) {
            throw new CommandException(
                    "There is a key in %s already; it stays as it is. ./snug network key shows its public half."
                            .formatted(file.file()));
        }
        try {
            Operator.requireName(name.get());
        } catch (IllegalArgumentException e) {
            throw new CommandException(String.valueOf(e.getMessage()), e);
        }
        try (Ed25519KeyPair key = file.create(house.random())) {
            house.out().println("Made. Keep " + file.file() + " to yourself, and a copy of it.");
            house.out().println("Give this to whoever founds the network:");
            house.out()
                    .printf("  --operator %s%n", quoted(name.get() + "=" + key.publicKey().hex()));
        }
    }

    private static String quoted(String word) {
        return word.contains(" ") ? "\"" + word + "\"" : word;
    }

    void create(List<String> words) throws CommandException {
        Arguments arguments =
                Arguments.parse(
                        words, 1, Set.of("node", "operator", "signatures", "days", "out", "key"));
        String name = arguments.word(0, "Give the network a name: ./snug network create NAME ….");
        DescriptorFile file =
                new DescriptorFile(
                        Path.of(
                                arguments
                                        .one("out")
                                        .orElse(
                                                name.replaceAll("[^\\p{L}\\p{N}._-]", "-")
                                                        + ".json")));
        if (file.exists()) {
            throw new CommandException(
                    file.path()
                            + " is there already; it stays as it is. --out names another file.");
        }
        if (arguments.all("operator").isEmpty()) {
            throw new CommandException(
                    "Name the operators: --operator NAME=KEY, one or more. ./snug network key NAME makes a key and prints this.");
        }
        Draft draft = new Draft(name, NetworkId.random(house.random()));
        each(arguments, "operator", draft::addOperator);
        draft.thresholdOfMostOperators();
        each(arguments, "node", draft::addNode);
        finish(draft, arguments, file);
    }

    void add(List<String> words) throws CommandException {
        Arguments arguments = Arguments.parse(words, 1, CHANGES);
        DescriptorFile file = file(arguments, "add");
        Draft draft = new Draft(file.read().content());
        requireSomething(arguments);
        each(arguments, "operator", draft::addOperator);
        each(arguments, "node", draft::addNode);
        each(arguments, "name", draft::addName);
        each(arguments, "community", draft::addCommunity);
        each(arguments, "file-server", draft::fileServer);
        finish(draft, arguments, file);
    }

    void remove(List<String> words) throws CommandException {
        Arguments arguments = Arguments.parse(words, 1, CHANGES);
        DescriptorFile file = file(arguments, "remove");
        Draft draft = new Draft(file.read().content());
        requireSomething(arguments);
        each(arguments, "operator", draft::removeOperator);
        each(arguments, "node", draft::removeNode);
        each(arguments, "name", draft::removeName);
        each(arguments, "community", draft::removeCommunity);
        each(arguments, "file-server", draft::removeFileServer);
        finish(draft, arguments, file);
    }

    private static DescriptorFile file(Arguments arguments, String verb) throws CommandException {
        return new DescriptorFile(
                Path.of(
                        arguments.word(
                                0, "Name the descriptor: ./snug network " + verb + " FILE ….")));
    }

    private static void requireSomething(Arguments arguments) throws CommandException {
        if (CHANGES.stream().filter(change -> !change.equals("key")).noneMatch(arguments::has)) {
            throw new CommandException("Say what is to change; ./snug network lists the options.");
        }
    }

    private static void each(Arguments arguments, String option, Change change)
            throws CommandException {
        for (String value : arguments.all(option)) {
            try {
                change.accept(value);
            } catch (IllegalArgumentException e) {
                throw new CommandException(String.valueOf(e.getMessage()), e);
            }
        }
    }

    private void finish(Draft draft, Arguments arguments, DescriptorFile file)
            throws CommandException {
        int days = arguments.number("days", DAYS);
        if (days < 1 || days > MOST_DAYS) {
            throw new CommandException("--days can be 1 to %d.".formatted(MOST_DAYS));
        }
        if (arguments.has("signatures")) {
            draft.threshold(arguments.number("signatures", 0));
        }
        SignedDescriptor descriptor;
        try {
            descriptor = SignedDescriptor.unsigned(draft.finish(house.clock().instant(), days));
        } catch (IllegalArgumentException e) {
            throw new CommandException(String.valueOf(e.getMessage()), e);
        }
        OperatorKey key = house.operatorKey(arguments);
        if (key.exists()) {
            try (Ed25519KeyPair own = key.load()) {
                if (isOperator(descriptor.content(), before(arguments), own)) {
                    descriptor = descriptor.signedBy(own);
                }
            }
        }
        file.write(descriptor);
        Summary.of(descriptor).print(house.out());
        next(file, descriptor, arguments);
    }

    void sign(List<String> words) throws CommandException {
        Arguments arguments = Arguments.parse(words, 1, Set.of("key", "previous"));
        DescriptorFile file = file(arguments, "sign");
        SignedDescriptor descriptor = file.read();
        Descriptor content = descriptor.content();
        if (content.isExpired(house.clock().instant())) {
            throw new CommandException(
                    "%s expired on %s; ./snug network add %s --days 400 makes a newer one."
                            .formatted(
                                    file.path(),
                                    SignedDescriptor.day(content.expires()),
                                    file.path()));
        }
        try (Ed25519KeyPair own = house.operatorKey(arguments).load()) {
            if (!isOperator(content, before(arguments), own)) {
                throw new CommandException(
                        "Your key is of no operator of “%s”; they are %s."
                                .formatted(
                                        content.name(),
                                        String.join(
                                                ", ",
                                                content.operators().stream()
                                                        .map(Operator::name)
                                                        .toList())));
            }
            descriptor = descriptor.signedBy(own);
        }
        file.write(descriptor);
        house.out().println("You have signed this:");
        Summary.of(descriptor).print(house.out());
        next(file, descriptor, arguments);
    }

    /** Operators who are to go may sign that too. */
    private static boolean isOperator(
            Descriptor content, Optional<SignedDescriptor> before, Ed25519KeyPair own) {
        return content.operator(own.publicKey()).isPresent()
                || before.filter(b -> b.content().network().equals(content.network()))
                        .flatMap(b -> b.content().operator(own.publicKey()))
                        .isPresent();
    }

    /** The descriptor in force, as far as it is known here. */
    private Optional<SignedDescriptor> before(Arguments arguments) throws CommandException {
        Optional<String> named = arguments.one("previous");
        DescriptorFile file =
                new DescriptorFile(
                        named.map(Path::of)
                                .orElse(house.nodeDirectory().resolve(NodeHost.DESCRIPTOR)));
        return named.isPresent() || file.exists() ? Optional.of(file.read()) : Optional.empty();
    }

    private void next(DescriptorFile file, SignedDescriptor descriptor, Arguments arguments)
            throws CommandException {
        try {
            descriptor.requireFounded();
            Optional<SignedDescriptor> before =
                    before(arguments)
                            .filter(b ->
                                    b.content().network().equals(descriptor.content().network()));
            if (before.isPresent()) {
                descriptor.requireSuccessorOf(before.get(), house.clock().instant());
            }
            house.out()
                    .printf(
                            "It is complete. Nodes follow it: ./snug node %s %s%n",
                            before.isPresent() || descriptor.content().serial() > 1
                                    ? "update"
                                    : "run",
                            file.path());
        } catch (DescriptorException e) {
            house.out()
                    .printf(
                            "Not complete yet. %s%nPass %s on; they say: ./snug network sign %s%n",
                            e.getMessage(), file.path(), file.path().getFileName());
        }
    }

    /** Whether it can be used. */
    boolean show(List<String> words) throws CommandException {
        Arguments arguments = Arguments.parse(words, 1, Set.of("name", "previous"));
        DescriptorFile file = file(arguments, "show");
        SignedDescriptor descriptor = file.read();
        Summary.of(descriptor).print(house.out());
        for (String name : arguments.all("name")) {
            showName(descriptor.content(), name);
        }
        try {
            descriptor.requireFounded();
            descriptor.requireCurrent(house.clock().instant());
            return true;
        } catch (DescriptorException e) {
            house.out().println("It cannot be used. " + e.getMessage());
            return false;
        }
    }

    private void showName(Descriptor content, String name) throws CommandException {
        try {
            String account =
                    content.names().stream()
                            .flatMap(sealed -> sealed.open(name).stream())
                            .map(id -> id.hex())
                            .findFirst()
                            .orElse("not given");
            house.out().println("  name " + name + ": " + account);
        } catch (IllegalArgumentException e) {
            throw new CommandException(String.valueOf(e.getMessage()), e);
        }
    }
}
