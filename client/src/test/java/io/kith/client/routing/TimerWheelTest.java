package io.kith.client.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class TimerWheelTest {
    private static final long TICK_NANOS = 1 << 20;

    private static final class Alarm extends TimerWheel.Timer {
        long due;
        boolean set;
    }

    @Property(tries = 100)
    void timersFireOnceAtMostTwoTicksLateAndNeverEarly(@ForAll long seed) {
        Random random = new Random(seed);
        long now = random.nextLong();
        TimerWheel<Alarm> wheel = new TimerWheel<>(Alarm.class, now);
        List<Alarm> alarms = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            alarms.add(new Alarm());
        }
        for (int step = 0; step < 500; step++) {
            Alarm alarm = alarms.get(random.nextInt(alarms.size()));
            if (random.nextInt(4) == 0) {
                wheel.clear(alarm);
                alarm.set = false;
            } else {
                alarm.due = now + random.nextLong(random.nextBoolean() ? 20_000_000L : 6_000_000_000L);
                alarm.set = true;
                assertThat(wheel.set(alarm, alarm.due) - alarm.due).isBetween(0L, 2 * TICK_NANOS);
            }
            long until = now + random.nextLong(200_000_000L);
            while (!wheel.isEmpty() && wheel.nextNanos() - until <= 0) {
                now = wheel.nextNanos();
                long current = now;
                wheel.advance(now, fired -> {
                    assertThat(fired.set).isTrue();
                    assertThat(current - fired.due).isBetween(0L, 2 * TICK_NANOS);
                    fired.set = false;
                });
            }
            now = until;
        }
        assertThat(wheel.isEmpty()).isEqualTo(alarms.stream().noneMatch(alarm -> alarm.set));
    }
}
