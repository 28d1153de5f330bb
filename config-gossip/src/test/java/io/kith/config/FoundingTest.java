package io.kith.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.config.FoundingWorld.Machine;
import io.kith.simulation.NetworkOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same command on all machines makes one cluster, whatever happens meanwhile. */
class FoundingTest {
    private static final int SEEDS = Integer.getInteger("kith.founding.seeds", 100);
    private static final long MILLI = FoundingWorld.MILLI;

    @Test
    void three_that_are_started_alike_make_one_cluster_in_less_than_two_seconds() {
        FoundingWorld world = new FoundingWorld(1, 3, 3, ConfigRules.all());
        world.machines.forEach(Machine::start);
        world.run(2_000);
        assertThat(world.founded).hasSize(1);
        assertThat(world.isOneCluster()).isTrue();
    }

    @Test
    void one_that_expects_itself_alone_makes_a_cluster() {
        FoundingWorld world = new FoundingWorld(1, 1, 1, ConfigRules.all());
        world.machines.get(0).start();
        world.run(2_000);
        assertThat(world.founded).hasSize(1);
    }

    @Test
    void fewer_than_expected_wait_and_say_for_whom() {
        FoundingWorld world = new FoundingWorld(1, 3, 3, ConfigRules.all());
        world.machines.get(0).start();
        world.machines.get(1).start();
        world.run(20_000);
        assertThat(world.founded).isEmpty();
        assertThat(world.machines.get(0).running().core.waitingFor())
                .isEqualTo("waits for 3 nodes to make the cluster, hears 2: machine:7000, machine:7001");
        world.machines.get(2).start();
        world.run(2_500);
        assertThat(world.isOneCluster()).isTrue();
    }

    @Test
    void a_founder_that_forgot_joins_what_it_made() {
        FoundingWorld world = new FoundingWorld(3, 3, 3, ConfigRules.all());
        world.machines.forEach(Machine::start);
        world.run(4_000);
        for (Machine machine : world.machines) {
            machine.start();
            world.run(6_000);
            assertThat(world.isOneCluster()).isTrue();
        }
        assertThat(world.founded).hasSize(1);
    }

    @Test
    void all_that_forgot_make_another_cluster() {
        FoundingWorld world = new FoundingWorld(3, 3, 3, ConfigRules.all());
        world.machines.forEach(Machine::start);
        world.run(4_000);
        world.machines.forEach(Machine::start);
        world.run(4_000);
        assertThat(world.founded).hasSize(2);
        assertThat(world.secondClusters).isZero();
        assertThat(world.isOneCluster()).isTrue();
    }

    @Test
    void more_than_may_be_are_told_so_instead_of_making_two_clusters() {
        FoundingWorld world = new FoundingWorld(1, 4, 2, ConfigRules.all());
        world.machines.forEach(Machine::start);
        world.run(10_000);
        assertThat(world.founded).isEmpty();
        assertThat(world.machines.get(0).running().core.waitingFor())
                .startsWith("4 nodes wait for 2, and two clusters could come of that");
    }

    @Test
    void who_was_told_to_expect_another_number_is_named() {
        FoundingWorld world = new FoundingWorld(1, 3, 3, ConfigRules.all());
        world.machines.get(0).start();
        world.machines.get(1).start();
        world.run(2_000);
        world.machines
                .get(0)
                .running()
                .core
                .handle(
                        world.machines.get(1).running().id(),
                        new BootstrapMessage.Waiting(
                                world.machines.get(1).address, 2, true, Long.MAX_VALUE, 0, null, 0, List.of()));
        assertThat(world.machines.get(0).running().core.waitingFor())
                .isEqualTo("waits for 3 nodes to make the cluster, hears 1: machine:7000;"
                        + " machine:7001 was started with --expect 2: give all nodes the same");
    }

    @Test
    void whoever_the_founder_left_behind_waits_for_it_and_makes_no_other() {
        FoundingWorld world = new FoundingWorld(5, 5, 3, ConfigRules.all());
        world.onFounded = world::cutOff;
        world.machines.forEach(Machine::start);
        world.run(60_000);
        assertThat(world.founded).hasSize(1);
        Machine founder = founder(world);
        Machine other = world.machines.get(world.machines.get(0) == founder ? 1 : 0);
        assertThat(other.running().core.waitingFor())
                .contains("which was making the cluster when it was heard last", founder.address.toString());
        world.world.network().mend();
        world.run(5_000);
        assertThat(world.isOneCluster()).isTrue();
    }

    @Test
    void a_founder_that_died_in_the_middle_frees_the_others_when_its_address_has_another() {
        FoundingWorld world = new FoundingWorld(5, 3, 3, ConfigRules.all());
        world.onFounded = world::cutOff;
        world.machines.forEach(Machine::start);
        world.run(10_000);
        world.onFounded = machine -> {};
        world.world.network().mend();
        founder(world).start();
        world.run(8_000);
        assertThat(world.founded).hasSize(2);
        assertThat(world.secondClusters).isZero();
        assertThat(world.isOneCluster()).isTrue();
    }

    /**
     * Somebody's pledge is on its way for long. He is started again, forgot it, and finds another while the one he pledged
     * himself to is cut off.
     */
    @Test
    void who_forgot_a_pledge_gives_no_other_before_it_has_run_out() {
        assertThat(pledgeForgotten(ConfigRules.all()).founded).hasSize(1);
        assertThat(pledgeForgotten(FoundingRule.START_WAITS_FOR_PLEDGES.isOff()).founded)
                .hasSize(2);
    }

    private static FoundingWorld pledgeForgotten(ConfigRules rules) {
        FoundingWorld world = new FoundingWorld(8, 3, 2, rules);
        List<Runnable> held = new ArrayList<>();
        world.world.network().censor((sender, receiver, message) -> {
            boolean holds = message instanceof BootstrapMessage.Pledge pledge && pledge.bound() && held.isEmpty();
            if (holds) {
                held.add(() -> receiver.ports().get(0).deliver(sender.id(), message));
            }
            return !(message instanceof BootstrapMessage.Pledge pledge
                    && pledge.bound()
                    && world.machines.get(2).now == null);
        });
        Machine first = world.machines.get(0);
        Machine second = world.machines.get(1);
        first.start();
        second.start();
        while (held.isEmpty()) {
            world.run(1);
        }
        Machine candidate = first.running().core.waitingFor() != null
                        && first.running().id().compareTo(second.running().id()) < 0
                ? first
                : second;
        Machine forgetful = candidate == first ? second : first;
        forgetful.start();
        world.machines.get(2).start();
        world.cutOff(candidate);
        world.run(900);
        held.get(0).run();
        world.run(10);
        world.world.network().mend();
        world.run(8_000);
        return world;
    }

    private static Machine founder(FoundingWorld world) {
        return world.machines.stream()
                .filter(machine -> machine.running().core.config() != null)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void one_cluster_comes_of_any_order_of_starts_cuts_and_losses() {
        for (int seed = 1; seed <= SEEDS; seed++) {
            FoundingWorld world = disturbed(seed, ConfigRules.all());
            assertThat(world.founded).as("clusters made with seed %s", seed).hasSize(1);
            assertThat(world.isOneCluster())
                    .as("all are in one cluster with seed %s; they wait: %s", seed, waiting(world))
                    .isTrue();
        }
    }

    @Test
    void no_second_cluster_is_made_while_anybody_remembers_the_first_where_all_are_expected() {
        int made = 0;
        for (int seed = 1; seed <= SEEDS; seed++) {
            FoundingWorld world = restartedAtWill(seed, ConfigRules.all());
            assertThat(world.secondClusters)
                    .as("seed %s: %s", seed, world.founded)
                    .isZero();
            made += world.founded.size();
        }
        assertThat(made).isGreaterThan(SEEDS / 2);
    }

    @ParameterizedTest
    @EnumSource(value = FoundingRule.class, names = "START_WAITS_FOR_PLEDGES", mode = EnumSource.Mode.EXCLUDE)
    void without_a_rule_two_clusters_are_made(FoundingRule rule) {
        int found = 0;
        for (int seed = 1; seed <= 3 * SEEDS && found == 0; seed++) {
            if (disturbed(seed, rule.isOff()).founded.size() > 1
                    || restartedAtWill(seed, rule.isOff()).secondClusters > 0) {
                found = seed;
            }
        }

        assertThat(found)
                .as("the first seed that notices the absence of %s", rule)
                .isPositive();
    }

    private static List<String> waiting(FoundingWorld world) {
        List<String> lines = new ArrayList<>();
        for (Machine machine : world.machines) {
            lines.add(machine.running().process + " " + machine.running().core.config() + ": "
                    + machine.running().core.waitingFor());
        }
        return lines;
    }

    /**
     * Starts in any order, a bad network, cuts; and until the cluster is made, restarts that forget, none of which coincides
     * with a cut: who forgot and is cut off from all who remember cannot know.
     */
    private static FoundingWorld disturbed(int seed, ConfigRules rules) {
        Random shape = new Random(seed);
        int machines = 3 + shape.nextInt(5);
        int expect = machines / 2 + 1 + shape.nextInt(machines - machines / 2);
        FoundingWorld world = new FoundingWorld(seed, machines, expect, rules);
        world.world.network().become(badNetwork(shape));
        List<Machine> order = new ArrayList<>(world.machines);
        Collections.shuffle(order, shape);
        long[] calmUntil = {0};
        world.onFounded = machine -> {
            if (world.nowMillis() >= calmUntil[0] && shape.nextBoolean()) {
                world.cutOff(machine, shape.nextInt(8_000) * MILLI);
            }
        };
        for (int step = 0; step < 60; step++) {
            if (!order.isEmpty() && shape.nextInt(3) == 0) {
                order.remove(0).start();
            }
            boolean isCalm = world.nowMillis() < calmUntil[0];
            int fault = shape.nextInt(6);
            if (fault == 0 && !isCalm) {
                world.cutAtRandom(200 + shape.nextInt(3_000));
            } else if (fault == 1 && world.founded.isEmpty()) {
                Machine machine = world.machines.get(shape.nextInt(machines));
                if (machine.now != null) {
                    world.world.network().mend();
                    machine.start();
                    calmUntil[0] = world.nowMillis() + 4_000;
                }
            }
            world.run(20 + shape.nextInt(400));
        }
        order.forEach(Machine::start);
        world.world.network().mend();
        world.world.network().become(FoundingWorld.network(0, 0, 0, MILLI));
        world.run(12_000);
        return world;
    }

    /** Restarts and cuts at any time, but for the last that remembers a cluster. All nodes are expected. */
    private static FoundingWorld restartedAtWill(int seed, ConfigRules rules) {
        Random shape = new Random(seed);
        int machines = 2 + shape.nextInt(4);
        FoundingWorld world = new FoundingWorld(seed, machines, machines, rules);
        world.world.network().become(badNetwork(shape));
        for (int step = 0; step < 80; step++) {
            int fault = shape.nextInt(5);
            Machine machine = world.machines.get(shape.nextInt(machines));
            if (fault == 0) {
                world.cutAtRandom(200 + shape.nextInt(2_000));
            } else if (fault < 3 && (machine.now == null || shape.nextInt(4) == 0)) {
                machine.start();
            }
            world.run(20 + shape.nextInt(400));
        }
        return world;
    }

    private static NetworkOptions badNetwork(Random shape) {
        return FoundingWorld.network(
                shape.nextInt(4) * 0.1,
                shape.nextInt(3) * 0.1,
                shape.nextInt(3) * 0.03,
                (1 + shape.nextInt(1_500)) * MILLI);
    }
}
