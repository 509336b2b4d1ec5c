/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.group;

import app.snug.testing.Vectors;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Admins and members of groups, in recorded programs. The file is too large to be kept whole with
 * the tests: the copy there leaves out two of the four random programs, and the folder of vectors,
 * where there is one, has all.
 */
class GroupKeysVectorsTest {

    @TestFactory
    Stream<DynamicTest> recordedProgramsGiveTheKnownBytesAndStates() {
        return Vectors.of("group_keys")
                .tests(
                        List.of("subaccount"),
                        vector -> {
                            try (GroupProgram program = new GroupProgram(vector)) {
                                program.run();
                            }
                        });
    }
}
