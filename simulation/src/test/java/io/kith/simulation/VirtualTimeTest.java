package io.kith.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.transport.Cancellable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualTimeTest {
    private final VirtualTime time = new VirtualTime();
    private final List<String> happened = new ArrayList<>();

    @Test
    void events_happen_in_the_order_of_their_times_and_then_of_their_planning() {
        time.at(20, () -> happened.add("late"));
        time.at(10, () -> happened.add("first of two"));
        time.at(10, () -> happened.add("second of two"));
        time.runUntil(100);
        assertThat(happened).containsExactly("first of two", "second of two", "late");
        assertThat(time.nowNanos()).isEqualTo(100);
    }

    @Test
    void an_event_may_plan_another_for_the_same_instant() {
        time.at(10, () -> time.after(0, () -> happened.add("at " + time.nowNanos())));
        time.runUntil(10);
        assertThat(happened).containsExactly("at 10");
    }

    @Test
    void a_cancelled_event_does_not_happen_and_many_of_them_take_no_room() {
        for (int i = 0; i < 20_000; i++) {
            Cancellable event = time.at(50, () -> happened.add("cancelled"));
            event.cancel();
            event.cancel();
        }
        assertThat(time.pending()).isZero();
        time.at(60, () -> happened.add("kept"));
        time.runUntil(100);
        assertThat(happened).containsExactly("kept");
    }

    @Test
    void nothing_beyond_the_horizon_happens() {
        time.at(101, () -> happened.add("too late"));
        time.runUntil(100);
        assertThat(happened).isEmpty();
        assertThat(time.pending()).isEqualTo(1);
    }

    @Test
    void the_past_cannot_be_planned() {
        time.runUntil(5);
        assertThatThrownBy(() -> time.at(4, () -> {})).isInstanceOf(IllegalArgumentException.class);
    }
}
