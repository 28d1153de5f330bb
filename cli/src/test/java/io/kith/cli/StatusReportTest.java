package io.kith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.kith.cli.cluster.Configs;
import io.kith.config.ClusterConfig;
import io.kith.node.view.IntakeUse;
import io.kith.node.view.MemoryUse;
import io.kith.node.view.NodeFigures;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatusReportTest {
    private final ClusterConfig config = Configs.settle(Configs.admit(Configs.alone(), Configs.B, 7401));

    @Test
    void scripts_find_what_they_were_promised() throws JsonProcessingException {
        JsonNode json = new JsonMapper().readTree(JsonOutput.pretty(new StatusReport(config).toJson()));

        assertThat(json.get("configId").asLong()).isEqualTo(config.configId());
        assertThat(json.get("members").isArray()).isTrue();
        assertThat(json.get("members")).hasSize(2);
        assertThat(json.get("members").get(1).get("address").asText()).isEqualTo("127.0.0.1:7401");
        assertThat(json.get("partitions").get("total").asInt()).isEqualTo(16);
        assertThat(json.get("partitions").get("full").asInt()).isEqualTo(16);
        assertThat(json.get("partitions").get("underReplicated").asInt()).isZero();
        assertThat(json.get("partitions").get("unavailable").asInt()).isZero();
    }

    @Test
    void what_members_say_of_themselves_is_beside_them() {
        NodeFigures figures = new NodeFigures(
                new MemoryUse(1_000_000, 5_000_000),
                0,
                new IntakeUse(3_200_000, 32_000_000, 4, 12, 2_048, 1_500_000, 32_000_000),
                5);
        StatusReport status = new StatusReport(config, List.of(), Map.of(Configs.B, figures));

        assertThat(status.toText())
                .containsPattern("7400 .* - +- +-\\s")
                .contains("active, no room for 5 copies")
                .containsPattern("7401 .* 1.0 of 5.0 MB +12 of 2048 +3.2 of 32.0 MB, 4 wait");
        assertThat(JsonOutput.pretty(status.toJson()))
                .contains("\"refusedCopies\" : 5")
                .contains("\"receivingBytes\" : 3200000", "\"waitingForRoom\" : 4", "\"maxClients\" : 2048");
    }

    @Test
    void people_see_a_row_for_each_member() {
        String text = new StatusReport(config).toText();

        assertThat(text)
                .contains("cluster test   config_id " + config.configId())
                .containsPattern("aaaa0000 +127.0.0.1:7400 +default +100 +active +yes")
                .containsPattern("bbbb0000 +127.0.0.1:7401 +default +100 +active +-")
                .contains("16: 16 full, 0 under-replicated, 0 unavailable");
    }
}
