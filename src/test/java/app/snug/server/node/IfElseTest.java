/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** One call or another, by the versions of node and network. */
class IfElseTest extends AccountTest {

    @Test
    void ifelseChoosesByVersionsOfNodeAndNetwork() {
        JsonNode info = new Request("info").json();
        JsonNode swarm = new Request("get_swarm").of(anna).json();
        for (String holds :
                List.of(
                        "{\"hf_at_least\":[19,4],\"v_at_least\":[2,8]}",
                        "{\"hf_before\":[19,5],\"v_before\":[3]}",
                        "{\"height_at_least\":1,\"height_before\":2000000000}")) {
            Request request =
                    new Request("ifelse")
                            .with("if", RawClient.JSON.readTree(holds))
                            .with("then", info)
                            .with("else", swarm);
            JsonNode answer = done(request);
            assertThat(answer.get("condition").booleanValue()).as(holds).isTrue();
            assertThat(answer.get("result").get("body").has("version")).isTrue();
        }
        JsonNode other =
                done(
                        new Request("ifelse")
                                .with("if", RawClient.JSON.readTree("{\"v_before\":[2,8,0]}"))
                                .with("then", info)
                                .with("else", swarm));
        assertThat(other.get("result").get("body").has("snodes")).isTrue();
        assertRefused(
                new Request("ifelse").with("if", RawClient.JSON.readTree("{}")).with("then", info),
                400,
                "invalid request: Invalid ifelse request: must specify at least one \"if\" condition");
    }

    @Test
    void aBranchThatIsNotThereIsAnAnswerWithoutResult() {
        JsonNode answer =
                done(
                        new Request("ifelse")
                                .with("if", RawClient.JSON.readTree("{\"hf_at_least\":[19,9]}"))
                                .with("then", new Request("info").json()));
        assertThat(answer.get("condition").booleanValue()).isFalse();
        assertThat(answer.has("result")).isFalse();
        assertThat(answer.toString())
                .isEqualTo("{\"condition\":false,\"height\":1500000,\"hf\":[19,4],\"v\":[2,8,0]}");
    }

    @Test
    void oneIfelseMayHoldAnotherAndABatch() {
        JsonNode inner =
                new Request("ifelse")
                        .with("if", RawClient.JSON.readTree("{\"v_at_least\":[2]}"))
                        .with(
                                "then",
                                new Request("batch")
                                        .with("requests", List.of(new Request("info").json()))
                                        .json())
                        .json();
        JsonNode answer =
                done(
                        new Request("ifelse")
                                .with("if", RawClient.JSON.readTree("{\"hf_at_least\":19}"))
                                .with("then", inner));
        JsonNode result = answer.get("result").get("body").get("result");
        assertThat(result.get("body").get("results").get(0).get("code").intValue()).isEqualTo(200);
    }
}
