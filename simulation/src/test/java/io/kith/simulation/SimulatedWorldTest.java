package io.kith.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.transport.Message;
import io.kith.transport.MessageCodec;
import io.kith.transport.MessageCodecs;
import io.kith.transport.NodeId;
import io.kith.transport.WireInput;
import io.kith.transport.WireOutput;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedWorldTest {
    private static final long MILLIS = 1_000_000L;

    private record Note(int number) implements Message {}

    private static final MessageCodecs CODECS = MessageCodecs.of(new MessageCodec<Note>() {
        @Override
        public Class<Note> messageType() {
            return Note.class;
        }

        @Override
        public int family() {
            return 100;
        }

        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(Note note, WireOutput out) {
            out.writeFixedInt(note.number());
        }

        @Override
        public Note read(WireInput in) {
            return new Note(in.readFixedInt());
        }
    });

    private final List<Integer> received = new ArrayList<>();

    @Test
    void messages_of_one_connection_arrive_in_order_unless_reordering_is_on() {
        SimulatedWorld ordered = exchange(options(0, 0, 0, 0), 200);
        assertThat(received).hasSize(200).isSorted();
        assertThat(ordered.network().lost()).isZero();
        received.clear();
        exchange(options(0, 0, 0, 1), 200);
        assertThat(received).hasSize(200);
        assertThat(received.stream().sorted().toList()).isNotEqualTo(received);
    }

    @Test
    void dropped_and_corrupt_messages_do_not_arrive_and_duplicates_arrive_twice() {
        SimulatedWorld world = exchange(options(0.2, 0, 0, 0), 1_000);
        assertThat(received.size()).isBetween(700, 900);
        assertThat(world.network().lost()).isEqualTo(1_000 - received.size());
        received.clear();
        exchange(options(0, 0.2, 0, 0), 1_000);
        assertThat(received.size()).isBetween(1_100, 1_300);
        received.clear();
        world = exchange(options(0, 0, 0.2, 0), 1_000);
        assertThat(world.network().corrupted()).isEqualTo(1_000 - received.size());
        assertThat(received).hasSizeBetween(700, 900);
    }

    @Test
    void the_same_seed_gives_the_same_trace_and_another_seed_another() {
        NetworkOptions hostile = options(0.1, 0.1, 0.1, 0.1);
        long first = exchange(hostile, 300).trace().hash();
        assertThat(exchange(hostile, 300).trace().hash()).isEqualTo(first);
        SimulatedWorld other = new SimulatedWorld(8, hostile, CODECS, new SimulationTrace(null));
        exchange(other, 300);
        assertThat(other.trace().hash()).isNotEqualTo(first);
    }

    @Test
    void a_cut_loses_messages_one_way_until_it_ends_and_a_holding_cut_delays_them() {
        SimulatedWorld world = world(NetworkOptions.calm());
        SimulatedProcess a = world.addProcess("a", 0);
        SimulatedProcess b = world.addProcess("b", 0);
        SimulatedPort fromA = a.addLoop((from, message) -> received.add(-((Note) message).number()));
        SimulatedPort fromB = b.addLoop((from, message) -> received.add(((Note) message).number()));
        world.network().cut(only(a), only(b), 10 * MILLIS, 0, false);
        assertThat(world.network().reaches(a, b)).isFalse();
        assertThat(world.network().reaches(b, a)).isTrue();
        fromA.send(b.id(), new Note(1));
        fromB.send(a.id(), new Note(2));
        world.time().runUntil(20 * MILLIS);
        world.network().cut(only(a), only(b), 10 * MILLIS, 0, true);
        fromA.send(b.id(), new Note(3));
        world.time().runUntil(29 * MILLIS);
        assertThat(received).containsExactly(-2);
        world.time().runUntil(40 * MILLIS);
        assertThat(received).containsExactly(-2, 3);
    }

    @Test
    void a_cut_between_two_processes_lasts_until_all_is_mended() {
        SimulatedWorld world = world(NetworkOptions.calm());
        SimulatedProcess a = world.addProcess("a", 0);
        SimulatedProcess b = world.addProcess("b", 0);
        world.network().cut(a, b);
        world.time().runUntil(1_000_000_000 * MILLIS);
        assertThat(world.network().reaches(a, b)).isFalse();
        assertThat(world.network().reaches(b, a)).isTrue();
        world.network().mend();
        assertThat(world.network().reaches(a, b)).isTrue();
    }

    @Test
    void a_process_may_have_an_id_of_the_tests_choice_which_is_its_alone() {
        SimulatedWorld world = new SimulatedWorld(7, NetworkOptions.calm());
        NodeId id = new NodeId(1, 2);
        SimulatedProcess process = world.addProcess("a", id, 0);
        assertThat(world.process(id)).isSameAs(process);
        assertThatThrownBy(() -> world.addProcess("b", id, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("b would have the id of a");
    }

    @Test
    void a_flapping_cut_is_down_and_up_in_turn() {
        SimulatedWorld world = world(NetworkOptions.calm());
        SimulatedProcess a = world.addProcess("a", 0);
        SimulatedProcess b = world.addProcess("b", 0);
        world.network().cut(only(a), only(b), 100 * MILLIS, 10 * MILLIS, false);
        assertThat(world.network().reaches(a, b)).isFalse();
        world.time().runUntil(15 * MILLIS);
        assertThat(world.network().reaches(a, b)).isTrue();
        world.time().runUntil(25 * MILLIS);
        assertThat(world.network().reaches(a, b)).isFalse();
    }

    @Test
    void a_paused_process_gets_its_messages_and_timers_later_and_in_order_while_its_clock_runs() {
        SimulatedWorld world = world(NetworkOptions.calm());
        SimulatedProcess a = world.addProcess("a", 0);
        SimulatedProcess b = world.addProcess("b", 10_000);
        SimulatedPort fromA = a.addLoop((from, message) -> {});
        SimulatedPort atB = b.addLoop((from, message) -> received.add(((Note) message).number()));
        long clockBefore = atB.clock().nowNanos();
        atB.schedule(5 * MILLIS, () -> received.add(-1));
        b.pause(50 * MILLIS);
        for (int i = 1; i <= 5; i++) {
            fromA.send(b.id(), new Note(i));
        }
        world.time().runUntil(49 * MILLIS);
        assertThat(received).isEmpty();
        assertThat(atB.clock().nowNanos() - clockBefore).isGreaterThan(49 * MILLIS);
        world.time().runUntil(60 * MILLIS);
        assertThat(received).containsExactly(1, 2, 3, 4, 5, -1);
    }

    @Test
    void a_hung_loop_leaves_the_others_alone() {
        SimulatedWorld world = world(NetworkOptions.calm());
        SimulatedProcess a = world.addProcess("a", 0);
        SimulatedPort control = a.addLoop((from, message) -> {});
        SimulatedPort data = a.addLoop((from, message) -> {});
        data.loop().hang(50 * MILLIS);
        control.schedule(MILLIS, () -> received.add(1));
        data.schedule(MILLIS, () -> received.add(2));
        data.loop().post(() -> received.add(3));
        world.time().runUntil(20 * MILLIS);
        assertThat(received).containsExactly(1);
        world.time().runUntil(60 * MILLIS);
        assertThat(received).containsExactly(1, 3, 2);
    }

    @Test
    void a_timer_of_a_suspended_machine_waits_for_its_own_clock() {
        SimulatedWorld world = world(NetworkOptions.calm());
        SimulatedProcess a = world.addProcess("a", 0);
        SimulatedPort port = a.addLoop((from, message) -> {});
        port.schedule(10 * MILLIS, () -> received.add(1));
        world.time().runUntil(5 * MILLIS);
        a.suspend(100 * MILLIS);
        world.time().runUntil(109 * MILLIS);
        assertThat(received).isEmpty();
        world.time().runUntil(111 * MILLIS);
        assertThat(received).containsExactly(1);
    }

    @Test
    void a_crashed_process_does_nothing_any_more() {
        SimulatedWorld world = world(NetworkOptions.calm());
        SimulatedProcess a = world.addProcess("a", 0);
        SimulatedProcess b = world.addProcess("b", 0);
        SimulatedPort fromA = a.addLoop((from, message) -> received.add(1));
        SimulatedPort fromB = b.addLoop((from, message) -> received.add(2));
        fromA.schedule(10 * MILLIS, () -> received.add(3));
        fromB.send(a.id(), new Note(1));
        a.crash();
        fromA.send(b.id(), new Note(1));
        world.time().runUntil(100 * MILLIS);
        assertThat(received).isEmpty();
    }

    @Test
    void a_cancelled_timer_does_not_fire_even_if_it_waited_in_a_pause() {
        SimulatedWorld world = world(NetworkOptions.calm());
        SimulatedProcess a = world.addProcess("a", 0);
        SimulatedPort port = a.addLoop((from, message) -> {});
        var later = port.schedule(2 * MILLIS, () -> received.add(2));
        port.schedule(MILLIS, later::cancel);
        a.pause(10 * MILLIS);
        world.time().runUntil(20 * MILLIS);
        assertThat(received).isEmpty();
    }

    @Test
    void a_slow_process_takes_its_time_for_each_step() {
        SimulatedWorld world = world(NetworkOptions.calm());
        SimulatedProcess a = world.addProcess("a", 0);
        SimulatedPort port = a.addLoop((from, message) -> {});
        a.slowDown(5 * MILLIS);
        for (int i = 0; i < 10; i++) {
            port.schedule(0, () -> received.add(1));
        }
        world.time().runUntil(21 * MILLIS);
        assertThat(received).hasSize(5);
    }

    @Test
    void an_exception_in_a_process_is_a_failure_of_the_run_and_names_the_process() {
        SimulatedWorld world = world(NetworkOptions.calm());
        SimulatedPort port = world.addProcess("node 7", 0).addLoop((from, message) -> {});
        port.schedule(0, () -> {
            throw new IllegalStateException("broken");
        });
        assertThatThrownBy(() -> world.time().runUntil(1))
                .isInstanceOf(SimulationFailure.class)
                .hasMessageContaining("node 7")
                .hasMessageContaining("broken");
    }

    private SimulatedWorld exchange(NetworkOptions options, int count) {
        return exchange(world(options), count);
    }

    private SimulatedWorld exchange(SimulatedWorld world, int count) {
        SimulatedProcess a = world.addProcess("a", 0);
        SimulatedProcess b = world.addProcess("b", 0);
        SimulatedPort fromA = a.addLoop((from, message) -> {});
        b.addLoop((from, message) -> received.add(((Note) message).number()));
        for (int i = 0; i < count; i++) {
            int number = i;
            fromA.schedule(i * 10_000L, () -> fromA.send(b.id(), new Note(number)));
        }
        world.time().runUntil(10_000 * MILLIS);
        return world;
    }

    private static NetworkOptions options(double drop, double duplicate, double corrupt, double reorder) {
        return new NetworkOptions(100_000, 400_000, 0.1, MILLIS, drop, duplicate, corrupt, reorder);
    }

    private static SimulatedWorld world(NetworkOptions options) {
        return new SimulatedWorld(7, options, CODECS, new SimulationTrace(null));
    }

    private static BitSet only(SimulatedProcess process) {
        BitSet set = new BitSet();
        set.set(process.index());
        return set;
    }
}
