package io.kith.cluster.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SlowNodeTest {
    private static final Duration LATER = Duration.ofMillis(100);
    private static final Duration SPAN = Duration.ofSeconds(5);

    @Test
    void a_node_that_answers_later_loses_its_readers() {
        try (SlowNode slow = new SlowNode()) {
            SlowNode.Effect effect = slow.slowMostRead(LATER, SPAN);
            assertThat(effect.errors()).isEmpty();
            assertThat(effect.shareBefore()).as("%s", effect).isGreaterThan(0.3);
            assertThat(effect.millisUntilFew()).as("%s", effect).isNotNegative();
            assertThat(effect.shareAfter()).as("%s", effect).isLessThan(effect.shareBefore() / 2);
        }
    }
}
