package io.kith.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ComplaintLogTest {
    private long nowNanos = 5;
    private final ComplaintLog log = new ComplaintLog(new Clock() {
        @Override
        public long nowNanos() {
            return nowNanos;
        }

        @Override
        public long wallMillis() {
            return 0;
        }
    });

    @Test
    void aHostIsNamedOnceAMinute() {
        assertThat(log.complain("10.0.0.1", "is rude")).isTrue();
        assertThat(log.complain("10.0.0.1", "is rude")).isFalse();
        assertThat(log.complain("10.0.0.2", "is rude")).isTrue();
        nowNanos += 61_000_000_000L;
        assertThat(log.complain("10.0.0.1", "is still rude")).isTrue();
    }

    @Test
    void manyHostsTogetherDoNotFillTheLogEither() {
        int logged = 0;
        for (int i = 0; i < 10_000; i++) {
            logged += log.complain("host" + i, "is rude") ? 1 : 0;
        }
        assertThat(logged).isLessThan(100);
    }

    @Test
    void whatPeersSayIsOneLineWithoutControlCharacters() {
        String line = ComplaintLog.line(
                "10.0.0.9", "not 'x\n12:00:00.000 ERROR KithNode: data lost\u001b[31m" + "y".repeat(1 << 16) + "'");
        assertThat(line)
                .startsWith("10.0.0.9: not 'x\\n12:00:00.000 ERROR")
                .contains("\\u001b[31m")
                .hasSizeLessThan(3_000)
                .doesNotContain("\n", "\u001b");
    }
}
