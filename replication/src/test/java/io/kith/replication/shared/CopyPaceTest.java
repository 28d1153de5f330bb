package io.kith.replication.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CopyPaceTest {
    private static final long MILLI = 1_000_000L;

    private final ManualPort port = new ManualPort();
    private final CopyPace pace = new CopyPace(port);
    private final List<String> woken = new ArrayList<>();

    private boolean mayStep(String name) {
        return pace.mayStep(() -> woken.add(name));
    }

    /** Long enough for the average to be what each took. */
    private void stepsTook(long millis) {
        for (int i = 0; i < 100; i++) {
            pace.took(millis * MILLI);
        }
    }

    @Test
    void copies_have_the_loop_to_themselves_while_nobody_else_wants_it() {
        stepsTook(4);
        for (int i = 0; i < 50; i++) {
            assertThat(mayStep("step")).isTrue();
        }
        assertThat(pace.waiting()).isZero();
    }

    @Test
    void while_others_want_the_loop_a_step_takes_half_of_its_time_at_most() {
        stepsTook(4);
        pace.requested();
        assertThat(mayStep("first")).isTrue();
        pace.requested();
        assertThat(mayStep("second")).isFalse();
        assertThat(mayStep("third")).isFalse();
        port.pass(7);
        assertThat(woken).isEmpty();
        port.pass(1);
        assertThat(woken).containsExactly("second");
        pace.requested();
        port.pass(8);
        assertThat(woken).containsExactly("second", "third");
        assertThat(pace.waiting()).isZero();
    }

    @Test
    void nobody_overtakes_who_waits() {
        stepsTook(4);
        pace.requested();
        assertThat(mayStep("first")).isTrue();
        assertThat(mayStep("second")).isFalse();
        port.pass(100);
        assertThat(woken).containsExactly("second");
        assertThat(mayStep("third")).isTrue();
    }

    @Test
    void a_step_that_took_very_long_is_not_paid_for_in_full() {
        stepsTook(10_000);
        pace.requested();
        assertThat(mayStep("first")).isTrue();
        assertThat(mayStep("second")).isFalse();
        port.pass(20);
        assertThat(woken).containsExactly("second");
    }
}
