package io.kith.cli.map;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.cli.cluster.Configs;
import io.kith.config.Change;
import io.kith.config.ClusterConfig;
import io.kith.config.Member;
import io.kith.config.MemberState;
import io.kith.transport.NodeAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Names that others chose stay names in whatever is made of them. */
class ForeignNamesTest {
    private static final String ZONE = "x\"]; \"evil\" [URL=\"http://e\"\n\\]; <script>\u001b[2J";

    private static ClusterConfig config() {
        Member member =
                new Member(Configs.B, new NodeAddress("10.0.0.2", 7400), ZONE, 100, false, MemberState.ACTIVE, 0);
        return Configs.with(Configs.alone(), new Change.Admit(Configs.A, member));
    }

    @Test
    void aZoneDoesNotBreakOutOfALabelOfDot() {
        String dot = new LinkMap(config(), List.of()).toDot();
        // Without the escapes that are Graphviz's own, no quote is left in a label but its ends.
        assertThat(dot.lines().filter(line -> line.contains("evil")))
                .singleElement()
                .satisfies(line -> {
                    String plain = line.replace("\\\\", "").replace("\\\"", "");
                    assertThat(plain.chars().filter(c -> c == '"').count()).isEqualTo(4);
                    assertThat(plain).endsWith("\"];");
                });
        assertThat(dot).doesNotContain("\u001b");
    }

    @Test
    void aZoneIsTextInAPicture() {
        String svg = RingPicture.of(new RingMap(config()));
        assertThat(svg).doesNotContain("<script>", "\u001b");
        assertThat(LinkPicture.of(new LinkMap(config(), List.of()))).doesNotContain("<script>", "\u001b");
    }
}
