package io.kith.replication.log;

import static io.kith.replication.shared.OnePartition.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.replication.safety.InvariantViolation;
import io.kith.replication.safety.SafetyRules;
import org.junit.jupiter.api.Test;

class ReplicaLogTest {
    private final ReplicaLog log = new ReplicaLog(3, 10, MemoryJournal.INSTANCE, () -> {}, SafetyRules.production());

    private void append(long term, long first, long last) {
        for (long sequence = first; sequence <= last; sequence++) {
            log.append(entry(term, sequence));
        }
    }

    @Test
    void it_begins_behind_its_base() {
        assertThat(log.base()).isEqualTo(10);
        assertThat(log.last()).isEqualTo(10);
        assertThat(log.bytes()).isZero();
    }

    @Test
    void entries_follow_each_other_without_gaps() {
        append(1, 11, 12);
        assertThatThrownBy(() -> log.append(entry(1, 14)))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("partition 3, term 1, entry 14")
                .hasMessageContaining("no gaps");
    }

    @Test
    void terms_never_go_down() {
        append(2, 11, 12);
        assertThatThrownBy(() -> log.append(entry(1, 13)))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("terms never go down");
        append(3, 13, 13);
        assertThat(log.get(13).term()).isEqualTo(3);
    }

    @Test
    void what_is_forgotten_takes_no_room_and_the_rest_stays() {
        append(1, 11, 300);
        long bytes = log.bytes();
        log.forgetThrough(295);
        assertThat(log.base()).isEqualTo(295);
        assertThat(log.get(296).sequence()).isEqualTo(296);
        assertThat(log.bytes()).isEqualTo(bytes / 290 * 5);
        log.forgetThrough(1_000);
        assertThat(log.last()).isEqualTo(300);
        append(1, 301, 301);
        assertThat(log.get(301).sequence()).isEqualTo(301);
    }

    @Test
    void a_part_of_it_has_one_entry_at_least_and_else_no_more_than_was_asked_for() {
        append(1, 11, 20);
        int each = log.get(11).bytes();
        assertThat(log.from(10, 1)).hasSize(1);
        assertThat(log.from(12, 3L * each)).extracting(LogEntry::sequence).containsExactly(13L, 14L, 15L);
        assertThat(log.from(20, 1_000)).isEmpty();
        assertThatThrownBy(() -> log.from(9, 1)).isInstanceOf(IllegalStateException.class);
        assertThat(log.bytesBetween(12, 14)).isEqualTo(2L * each);
    }
}
