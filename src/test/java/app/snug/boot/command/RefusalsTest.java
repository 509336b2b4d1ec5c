/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot.command;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.testing.TravellingClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever goes wrong, a person is told what and what to do, and nothing is overwritten. */
class RefusalsTest {

    @TempDir Path street;
    private final TravellingClock clock =
            new TravellingClock(Instant.parse("2026-11-25T12:00:00Z"));
    private Person anna;
    private Person ben;
    private String annasLine;
    private String bensLine;
    private String file;

    @BeforeEach
    void makeKeys() {
        anna = new Person(street.resolve("anna"), clock);
        ben = new Person(street.resolve("ben"), clock);
        annasLine = anna.does("network", "key", "anna").values("operator").getFirst();
        bensLine = ben.does("network", "key", "ben").values("operator").getFirst();
        file = street.resolve("street.json").toString();
    }

    private void create() {
        anna.does(
                "network",
                "create",
                "street",
                "--out",
                file,
                "--operator",
                annasLine,
                "--operator",
                bensLine);
    }

    private String node(Person person) {
        return person.does("node", "init", "--host", "192.0.2.7").values("node").getFirst();
    }

    @Test
    void anOperatorsKeyIsAFileOfItsOwnersThatIsNeverShownOrReplaced() throws Exception {
        Path key = anna.data.resolve("operator.key");
        byte[] seed = Files.readAllBytes(key);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        assertThat(anna.isRefused("network", "key", "anna"))
                .isEqualTo(
                        "snug: There is a key in "
                                + key
                                + " already; it stays as it is. ./snug network key shows its public half.");
        assertThat(Files.readAllBytes(key)).isEqualTo(seed);
        assertThat(annasLine).endsWith(anna.does("network", "key").out().strip());
        create();
        for (Person.Said said :
                List.of(
                        anna.types("network", "sign", file),
                        anna.types("network", "show", file),
                        anna.types("network", "key"))) {
            assertThat(said.out() + said.err()).doesNotContain(HexFormat.of().formatHex(seed));
        }
    }

    @Test
    void aKeyThatOthersCanReadIsNotUsed() throws Exception {
        create();
        Path key = ben.data.resolve("operator.key");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(ben.isRefused("network", "sign", file))
                .isEqualTo(
                        "snug: The key in "
                                + key
                                + " can be read or changed by others. If nobody has, make it yours alone: chmod 600 "
                                + key);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Files.write(key, new byte[31]);
        assertThat(ben.isRefused("network", "sign", file))
                .endsWith("operator.key holds no key, or a damaged one.");
        Files.delete(key);
        assertThat(ben.isRefused("network", "sign", file))
                .startsWith("snug: There is no key in " + key);
    }

    @Test
    void filesThatAreNoDescriptorAreNamed() throws Exception {
        assertThat(anna.isRefused("network", "show", file))
                .isEqualTo("snug: There is no file " + file + ".");
        Files.writeString(Path.of(file), "{\"name\": ");
        assertThat(anna.isRefused("network", "sign", file))
                .isEqualTo("snug: " + file + " cannot be used. It is not JSON, or cut off.");
        Files.writeString(Path.of(file), "{\"name\": \"x\", \"seeds\": []}");
        assertThat(anna.isRefused("network", "show", file))
                .contains("It is no signed network descriptor");
        Files.delete(Path.of(file));
        create();
        String changed =
                Files.readString(Path.of(file)).replace("\"serial\" : 1", "\"serial\" : 2");
        Files.writeString(Path.of(file), changed);
        assertThat(ben.isRefused("network", "sign", file))
                .contains("The signature of “anna” does not fit what is in the descriptor");
    }

    @Test
    void nothingIsOverwritten() throws Exception {
        create();
        byte[] before = Files.readAllBytes(Path.of(file));
        assertThat(
                        anna.isRefused(
                                "network",
                                "create",
                                "street",
                                "--out",
                                file,
                                "--operator",
                                annasLine))
                .contains("street.json is there already; it stays as it is.");
        String line = node(anna);
        assertThat(node(anna)).as("the same again").isEqualTo(line);
        assertThat(anna.isRefused("node", "init", "--host", "192.0.2.9"))
                .contains("There are nodes in")
                .contains("they stay as they are");
        assertThat(Files.readAllBytes(Path.of(file))).isEqualTo(before);
    }

    @Test
    void aStrangersKeyDoesNotSign() {
        create();
        Person stranger = new Person(street.resolve("stranger"), clock);
        stranger.does("network", "key", "stranger");
        assertThat(stranger.isRefused("network", "sign", file))
                .isEqualTo("snug: Your key is of no operator of “street”; they are anna, ben.");
    }

    @Test
    void aNodeOrAnAddressOrAnOperatorIsListedOnce() {
        create();
        String node = node(anna);
        anna.does("network", "add", file, "--node", node);
        assertThat(anna.isRefused("network", "add", file, "--node", node))
                .contains("is listed already; remove it first if it has moved.");
        String other = node(ben);
        assertThat(anna.isRefused("network", "add", file, "--node", other))
                .isEqualTo("snug: Two nodes are listed at 192.0.2.7:22021; one of them is wrong.");
        assertThat(anna.isRefused("network", "add", file, "--operator", bensLine))
                .isEqualTo("snug: The operator “ben” is listed twice.");
        assertThat(anna.isRefused("network", "remove", file, "--node", "00000000"))
                .contains("There is no node “00000000”");
        anna.does("network", "remove", file, "--node", "192.0.2.7:22021");
        anna.does("network", "add", file, "--node", other);
    }

    @Test
    void anOlderOneOrOneOfAnotherNetworkOrAnExpiredOneIsNotPutInForce() throws Exception {
        create();
        String node = node(anna);
        anna.does("network", "add", file, "--node", node);
        ben.does("network", "sign", file);
        String second = street.resolve("second.json").toString();
        Files.copy(Path.of(file), Path.of(second));
        anna.does("node", "update", second);
        anna.does("network", "add", file, "--days", "10");
        ben.does("network", "sign", file);
        anna.does("node", "update", file);
        assertThat(anna.isRefused("node", "update", second))
                .contains(
                        "It is older than the one in force: its serial number is 2, that one's 3.");
        assertThat(anna.does("node", "update", file).out()).contains("in force already");
        assertThat(anna.does("node", "run", second).out())
                .as("a start as it was first")
                .contains("“street” goes by the newer descriptor 3.");

        String elsewhere = street.resolve("elsewhere.json").toString();
        anna.does("network", "create", "street", "--out", elsewhere, "--operator", annasLine);
        assertThat(anna.isRefused("node", "update", elsewhere))
                .contains("It is of another network");

        clock.travel(Duration.ofDays(11));
        Person.Said status = anna.types("node", "status");
        assertThat(status.code()).isEqualTo(1);
        assertThat(status.out())
                .contains("street, descriptor 3, EXPIRED on 2026-12-05")
                .contains("The nodes go on with it.");
        assertThat(ben.isRefused("network", "sign", file))
                .contains("expired on 2026-12-05; ./snug network add " + file + " --days 400");
        node(ben);
        assertThat(ben.isRefused("node", "run", file))
                .contains("It expired on 2026-12-05; ask an operator for a newer one.");
        anna.does("network", "add", file, "--days", "400");
        ben.does("network", "sign", file);
        assertThat(anna.does("node", "run", file).out()).contains("goes by descriptor 4 now");
    }

    @Test
    void aCommandMistypedSaysWhatThereIs() {
        assertThat(anna.isRefused("network", "create", "x", "--oparator", annasLine))
                .startsWith("snug: There is no option --oparator here. There is: --days, ");
        assertThat(anna.isRefused("network", "create", "x"))
                .contains("Name the operators: --operator NAME=KEY");
        assertThat(anna.isRefused("network", "create", "x", "--operator", "anna=12"))
                .contains("“anna=12” is no operator");
        assertThat(anna.isRefused("network", "frobnicate")).startsWith("usage: ./snug node VERB");
        assertThat(anna.isRefused("node", "init")).contains("--host ADDRESS.");
        assertThat(anna.isRefused("node", "init", "--host", "localhost"))
                .contains("“localhost” is no address of a node");
        assertThat(anna.isRefused("node", "init", "--host", "192.0.2.1", "--port", "x"))
                .contains("--port must be a whole number");
        assertThat(anna.isRefused("node", "status")).contains("./snug node init makes one");
        node(anna);
        assertThat(anna.isRefused("node", "run")).contains("The nodes have no network yet");
        create();
        assertThat(anna.isRefused("network", "add", file)).contains("Say what is to change");
        assertThat(anna.isRefused("network", "add", file, "--node", "somewhere"))
                .contains("“somewhere” is no node");
        assertThat(anna.isRefused("network", "add", file, "--name", "anna=05ab"))
                .contains("“05ab” is no Account ID");
        assertThat(anna.isRefused("network", "add", file, "--signatures", "3"))
                .contains("With 2 operators, the signatures needed can be 1 to 2.");
        assertThat(anna.isRefused("network", "add", file, "--days", "0"))
                .contains("--days can be 1 to 3650.");
    }

    @Test
    void anOperatorWhoIsToGoSignsThatTogetherWithTheOthers() throws Exception {
        create();
        anna.does("network", "add", file, "--node", node(anna));
        ben.does("network", "sign", file);
        anna.does("node", "run", file);
        Path first = street.resolve("first.json");
        Files.copy(Path.of(file), first);
        anna.does("network", "remove", file, "--operator", "ben", "--signatures", "1");
        assertThat(anna.isRefused("node", "update", file))
                .contains("1 of the present operators signed it, 2 have to. Still missing: ben.");
        assertThat(ben.isRefused("network", "sign", file)).contains("Your key is of no operator");
        ben.does("network", "sign", file, "--previous", first.toString());
        assertThat(anna.does("node", "update", file).out()).contains("goes by descriptor 3 now");
    }
}
