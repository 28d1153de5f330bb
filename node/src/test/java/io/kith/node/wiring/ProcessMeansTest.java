package io.kith.node.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.transport.IntakeLimits;
import io.kith.transport.TransportSettings;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ProcessMeansTest {
    private static final int VALUE = TransportSettings.DEFAULT_MAX_VALUE_BYTES;
    private static final IntakeWishes NOTHING_ASKED = new IntakeWishes(VALUE, 0, 0, 0);
    private static final long MEBIBYTE = 1 << 20;

    private static IntakeLimits limits(long memoryBytes, long descriptors, long open) {
        return new ProcessMeans(memoryBytes, descriptors, open).limits(NOTHING_ASKED);
    }

    @Test
    void aSixteenthOfTheMemoryIsForLargeRequestsAndOneAlwaysFits() {
        assertThat(limits(1024 * MEBIBYTE, ProcessMeans.UNKNOWN, 0).clientFrameBytes())
                .isEqualTo(64 * MEBIBYTE);
        IntakeLimits little = limits(64 * MEBIBYTE, ProcessMeans.UNKNOWN, 0);
        assertThat(little.clientFrameBytes()).isEqualTo(VALUE + (64 << 10) + 8);
        assertThat(little.nodeFrameBytes()).isEqualTo(little.clientFrameBytes());
    }

    @Test
    void connectionsAreBoundedByMemoryWhereDescriptorsAreMany() {
        assertThat(limits(256 * MEBIBYTE, 1 << 20, 50).maxClients()).isEqualTo(2_048);
        assertThat(limits(256 * MEBIBYTE, ProcessMeans.UNKNOWN, 0).maxClients()).isEqualTo(2_048);
        assertThat(limits(4096 * MEBIBYTE, 1 << 20, 50).maxClients()).isEqualTo(32_768);
        assertThat(limits(4096 * MEBIBYTE, 1 << 20, 50).maxClientsPerAddress()).isEqualTo(24_576);
    }

    @Property
    void clientsAndThoseInTheHandshakeNeverTakeTheLastDescriptors(
            @ForAll @LongRange(min = 40, max = 10_000) long descriptors,
            @ForAll @LongRange(min = 1, max = 64 * 1024) long mebibytes) {
        ProcessMeans means = new ProcessMeans(mebibytes * MEBIBYTE, descriptors, 15);
        IntakeLimits limits = means.limits(NOTHING_ASKED);
        assertThat(15 + limits.maxClients() + 2 * means.halfOpen() + descriptors / 8)
                .isLessThan(descriptors);
        assertThat(limits.maxClientsPerAddress()).isBetween(1, limits.maxClients());
    }

    @Test
    void whatIsAskedForCounts() {
        IntakeLimits limits =
                new ProcessMeans(1024 * MEBIBYTE, 64, 30).limits(new IntakeWishes(1_000, 1_000_000, 5_000, 7));
        assertThat(limits.clientFrameBytes()).isEqualTo(1_000_000);
        assertThat(limits.maxClients()).isEqualTo(5_000);
        assertThat(limits.maxClientsPerAddress()).isEqualTo(7);
    }

    @Test
    void aReceiveLimitWithoutRoomForOneValueIsRefused() {
        assertThatThrownBy(() -> new IntakeWishes(VALUE, VALUE, 0, 0))
                .hasMessageContaining("has no room for a value of 16777216 bytes: it takes 16842760");
    }

    @Test
    void theLimitOnDescriptorsIsReadAsLinuxWritesIt() {
        assertThat(ProcessMeans.parse(List.of(
                        "Limit                     Soft Limit           Hard Limit           Units     ",
                        "Max processes             127234               127234               processes ",
                        "Max open files            1024                 524288               files     ")))
                .isEqualTo(1_024);
        assertThat(ProcessMeans.parse(List.of("Max open files            unlimited            unlimited      files")))
                .isEqualTo(ProcessMeans.UNKNOWN);
        assertThat(ProcessMeans.parse(List.of())).isEqualTo(ProcessMeans.UNKNOWN);
    }

    @Test
    void thisProcessHasSomething() {
        ProcessMeans means = ProcessMeans.ofThisProcess();
        assertThat(means.memoryBytes()).isPositive();
        assertThat(means.open()).isLessThan(means.descriptors());
    }
}
