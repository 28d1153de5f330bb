package io.kith.node.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.membership.LinkReport;
import io.kith.transport.NodeId;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryUseTest {
    private static final NodeId A = new NodeId(1, 1);

    @Test
    void whatANodeTellsOfItsMemoryIsReadFromItsReport() {
        MemoryUse told = new MemoryUse(1L << 40, 3);

        assertThat(MemoryUse.of(new LinkReport(A, 1, told.figures(), List.of())))
                .isEqualTo(told);
    }

    @Test
    void whoTellsNothingOrNonsenseOfItHoldsNoData() {
        assertThat(MemoryUse.of(new LinkReport(A, 1, List.of()))).isEqualTo(MemoryUse.NONE);
        assertThat(MemoryUse.of(new LinkReport(A, 1, List.of(7L), List.of()))).isEqualTo(MemoryUse.NONE);
        assertThat(MemoryUse.of(new LinkReport(A, 1, List.of(-1L, 7L), List.of())))
                .isEqualTo(MemoryUse.NONE);
    }

    @Test
    void figuresOfLaterNodesAreNotMissed() {
        assertThat(MemoryUse.of(new LinkReport(A, 1, List.of(1L, 2L, 3L), List.of())))
                .isEqualTo(new MemoryUse(1, 2));
    }
}
