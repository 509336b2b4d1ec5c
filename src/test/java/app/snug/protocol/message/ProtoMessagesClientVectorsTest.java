/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.message;

import app.snug.testing.Vectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ProtoMessagesClientVectorsTest {

    @TestFactory
    Stream<DynamicTest> messagesAreEncodedAsByTheReference() {
        return Vectors.of("proto_messages_client").tests(WireVectors::check);
    }
}
