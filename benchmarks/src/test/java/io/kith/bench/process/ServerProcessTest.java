package io.kith.bench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class ServerProcessTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @Test
    void aLineIsFoundAndWhatItUsedIsMeasured() {
        try (ServerProcess process = ServerProcess.start(
                "shell", List.of("sh", "-c", "echo port 17; read line; echo got $line; read end"))) {
            assertThat(process.awaitLine(Pattern.compile("port (\\d+)"), LIMIT).group(1))
                    .isEqualTo("17");
            process.tell("it");
            process.awaitLine(Pattern.compile("got it"), LIMIT);
            assertThat(ProcessMeter.residentBytes(List.of(process.pid()))).isPositive();
            assertThat(ProcessMeter.cpuSeconds(List.of(process.pid()))).isNotNegative();
        }
    }

    @Test
    void aProcessThatEndsIsNotWaitedFor() {
        try (ServerProcess process = ServerProcess.start("shell", List.of("sh", "-c", "echo out of order"))) {
            assertThatThrownBy(() -> process.awaitLine(Pattern.compile("ready"), LIMIT))
                    .hasMessageContaining("ended by itself")
                    .hasMessageContaining("out of order");
        }
    }

    @Test
    void cpuThatIsUsedIsCounted() {
        List<Long> self = List.of(ProcessHandle.current().pid());
        double before = ProcessMeter.cpuSeconds(self);
        double after = before;
        for (long i = 0; i < 1_000_000 && after <= before; i++) {
            after = ProcessMeter.cpuSeconds(self);
        }
        assertThat(after).isGreaterThan(before);
    }
}
