package io.kith.node.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.membership.LinkReport;
import io.kith.transport.NodeId;
import java.util.List;
import org.junit.jupiter.api.Test;

class IntakeUseTest {
    private static final NodeId A = new NodeId(1, 1);

    @Test
    void a_report_brings_it_beside_the_memory() {
        MemoryUse memory = new MemoryUse(1, 2);
        IntakeUse told = new IntakeUse(3, 1L << 40, 5, 6, 7);
        LinkReport report = new LinkReport(A, 1, told.figuresBehind(memory), List.of());
        assertThat(IntakeUse.of(report)).isEqualTo(told);
        assertThat(MemoryUse.of(report)).isEqualTo(memory);
    }

    @Test
    void what_makes_no_sense_is_nothing() {
        assertThat(IntakeUse.of(new LinkReport(A, 1, new MemoryUse(1, 2).figures(), List.of())))
                .isEqualTo(IntakeUse.NONE);
        assertThat(IntakeUse.of(new LinkReport(A, 1, List.of(1L, 2L, 3L, 4L, 5L, -6L, 7L), List.of())))
                .isEqualTo(IntakeUse.NONE);
    }
}
