package io.kith.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.config.FoundingWorld.Machine;
import io.kith.config.FoundingWorld.Start;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Only who is reached at its address is admitted, and who comes and goes is held off. */
class AdmissionTest {

    @Test
    void who_is_reached_by_nobody_is_told_so_and_never_proposed() {
        FoundingWorld world = three();
        Machine last = world.machines.get(3);
        world.machines.forEach(machine -> world.unreached.add(List.of(machine.address, last.address)));
        long configId = configId(world);
        Start joiner = last.start();
        world.run(20_000);
        assertThat(joiner.core.config()).isNull();
        assertThat(configId(world)).isEqualTo(configId);
        assertThat(joiner.delayed)
                .contains("nobody reaches you at machine:7003: no route")
                .endsWith("check --advertise");
        assertThat(refusals(world)).anyMatch(reason -> reason.contains("nobody reaches you at machine:7003"));
        world.unreached.clear();
        world.run(10_000);
        assertThat(world.isOneCluster()).isTrue();
    }

    @Test
    void who_is_reached_by_the_member_it_asks_alone_is_not_admitted_either() {
        FoundingWorld world = three();
        Machine last = world.machines.get(3);
        Machine asked = world.machines.get(0);
        world.unreached.add(List.of(world.machines.get(1).address, last.address));
        world.unreached.add(List.of(world.machines.get(2).address, last.address));
        Start joiner = last.start();
        world.run(20_000);
        assertThat(joiner.core.config()).isNull();
        assertThat(asked.running().refused)
                .isNotEmpty()
                .allMatch(reason -> reason.contains("does not reach you at machine:7003: no route"));
    }

    @Test
    void one_link_that_is_down_keeps_nobody_out() {
        FoundingWorld world = three();
        Machine last = world.machines.get(3);
        world.unreached.add(List.of(world.machines.get(1).address, last.address));
        last.start();
        world.run(10_000);
        assertThat(world.isOneCluster()).isTrue();
    }

    @Test
    void who_comes_and_goes_is_held_off_longer_and_longer_and_told_why() {
        FoundingWorld world = three();
        Machine last = world.machines.get(3);
        List<Long> waits = new ArrayList<>();
        for (int time = 0; time < 10; time++) {
            long sinceMillis = world.nowMillis();
            Start joiner = last.start();
            while (!isMember(joiner)) {
                world.run(50);
                assertThat(world.nowMillis() - sinceMillis).isLessThan(70_000);
            }
            waits.add((world.nowMillis() - sinceMillis) / 1_000);
            world.run(200);
        }
        assertThat(waits.subList(0, 2)).allMatch(seconds -> seconds < 2);
        assertThat(waits.get(6)).isBetween(10L, 34L);
        assertThat(waits.get(9)).isBetween(50L, 62L);
        assertThat(refusals(world))
                .anyMatch(reason -> reason.matches("a node at machine:7003 was admitted and soon removed.* 3 times.*"));
    }

    private static boolean isMember(Start start) {
        ClusterConfig config = start.core.config();
        return config != null && config.isMember(start.id());
    }

    /** Three members, and a fourth machine on which nothing runs. */
    private static FoundingWorld three() {
        FoundingWorld world = new FoundingWorld(11, 4, 3, ConfigRules.all());
        world.machines.subList(0, 3).forEach(Machine::start);
        world.run(5_000);
        assertThat(world.machines.subList(0, 3)).allMatch(machine -> isMember(machine.running()));
        return world;
    }

    private static long configId(FoundingWorld world) {
        ClusterConfig config = world.machines.get(0).running().core.config();
        return config == null ? 0 : config.configId();
    }

    private static List<String> refusals(FoundingWorld world) {
        List<String> all = new ArrayList<>();
        world.machines.subList(0, 3).forEach(machine -> all.addAll(machine.running().refused));
        return all;
    }
}
