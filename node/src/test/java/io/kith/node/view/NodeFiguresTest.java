package io.kith.node.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.membership.LinkReport;
import io.kith.transport.NodeId;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeFiguresTest {
    private static final NodeId A = new NodeId(1, 1);

    @Test
    void a_report_brings_all_of_them() {
        NodeFigures told = new NodeFigures(new MemoryUse(1, 2), 3, new IntakeUse(4, 1L << 40, 6, 7, 8, 9, 10), 11);
        assertThat(NodeFigures.of(new LinkReport(A, 1, told.toList(), List.of())))
                .isEqualTo(told);
    }

    @Test
    void what_makes_no_sense_is_nothing() {
        assertThat(NodeFigures.of(new LinkReport(A, 1, List.of(), List.of()))).isEqualTo(NodeFigures.NONE);
        assertThat(NodeFigures.of(new LinkReport(A, 1, List.of(1L, 2L, -3L, 4L, 5L, 6L, -7L, 8L), List.of())))
                .isEqualTo(new NodeFigures(new MemoryUse(1, 2), 0, IntakeUse.NONE, 0));
    }
}
