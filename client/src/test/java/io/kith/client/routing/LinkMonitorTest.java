package io.kith.client.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.collections.map.MapOperations;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.Operations;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkMonitorTest {
    private static final CollectionRef COLLECTION = RouterWorld.THINGS;

    private static final class Ask extends Request {
        private final RouterWorld world;
        private final long sentNanos;
        long tookNanos = -1;
        boolean failed;

        Ask(RouterWorld world, int partition, byte[] operation) {
            super(
                    Operations.isRead(operation),
                    partition,
                    world.things,
                    operation,
                    COMMON_LANE,
                    world.nowNanos() + 30_000_000_000L,
                    0);
            this.world = world;
            this.sentNanos = world.nowNanos();
        }

        @Override
        protected void succeeded(byte[] payload) {
            tookNanos = world.nowNanos() - sentNanos;
        }

        @Override
        protected void failed(Failure why) {
            failed = true;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static RouterWorld world(int nodes, boolean readsFromReplicas) {
        RouterSettings settings =
                new RouterSettings(2_000, 2, 100, RouterSettings.PROTOCOL_MAX_OPEN, readsFromReplicas);
        RouterWorld world = new RouterWorld(1, settings, nodes);
        // These tests take longer than the registry's word counts.
        world.things.readAt(world.nowNanos() + 3_600_000 * RouterWorld.MILLI);
        world.router.start();
        return world;
    }

    /** Asks once a millisecond, and returns the longest time that an answer took. */
    private static long askMillis(RouterWorld world, int millis, boolean reads) {
        Ask[] asks = new Ask[millis];
        for (int i = 0; i < millis; i++) {
            byte[] key = bytes("k" + i % 7);
            asks[i] = new Ask(
                    world,
                    0,
                    reads ? MapOperations.get(COLLECTION, key) : MapOperations.put(COLLECTION, key, bytes("v"), 0));
            world.router.submit(asks[i]);
            world.pass(1);
        }
        world.pass(5_000);
        long longest = 0;
        for (Ask ask : asks) {
            assertThat(ask.failed).isFalse();
            assertThat(ask.tookNanos).isNotNegative();
            longest = Math.max(longest, ask.tookNanos);
        }
        return longest / RouterWorld.MILLI;
    }

    private static RouterWorld twoReplicas() {
        RouterWorld world = world(3, true);
        RouterWorld.Node primary = world.nodes.get(0);
        RouterWorld.Node backup = world.nodes.get(1);
        world.moveAllTo(backup);
        world.moveAllTo(primary);
        world.nodes.forEach(node -> node.config = world.truth);
        askMillis(world, 2_000, true);
        return world;
    }

    @Test
    void readsLeaveAReplicaThatTurnsSlowWithinSecondsAndComeBack() {
        RouterWorld world = twoReplicas();
        RouterWorld.Node slow = world.nodes.get(1);
        slow.requests = 0;
        askMillis(world, 4_000, true);
        assertThat(slow.requests).as("of 4000 reads while both are well").isBetween(1_200, 2_800);

        slow.slowNanos = 20 * RouterWorld.MILLI;
        askMillis(world, 1_000, true);
        slow.requests = 0;
        askMillis(world, 4_000, true);
        assertThat(slow.requests).as("of 4000 reads a second after").isZero();

        slow.slowNanos = 0;
        world.pass(60_000);
        askMillis(world, 60_000, true);
        slow.requests = 0;
        askMillis(world, 4_000, true);
        assertThat(slow.requests).as("of 4000 reads once it is well again").isGreaterThan(800);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aClientCutFromAPrimaryGoesOnOverAnotherNode(boolean reads) {
        RouterWorld world = twoReplicas();
        RouterWorld.Node primary = world.nodes.get(0);
        askMillis(world, 100, false);
        long before = askMillis(world, 1_000, reads);

        primary.cutFromClient = true;
        long once = askMillis(world, 3_000, reads);
        long after = askMillis(world, 3_000, reads);

        assertThat(once).as("until the silence is noticed").isLessThan(1_000);
        assertThat(after).as("from then on").isLessThanOrEqualTo(before + 4);
        if (!reads) {
            assertThat(world.nodes.get(1).passedOn + world.nodes.get(2).passedOn)
                    .isGreaterThan(2_000);
        }
    }

    @Test
    void theDirectLinkIsTakenAgainOnceItWorks() {
        RouterWorld world = twoReplicas();
        RouterWorld.Node primary = world.nodes.get(0);
        askMillis(world, 100, false);
        primary.cutFromClient = true;
        askMillis(world, 3_000, false);
        primary.cutFromClient = false;
        askMillis(world, 3_000, false);
        int passedOn = world.nodes.stream().mapToInt(node -> node.passedOn).sum();
        askMillis(world, 1_000, false);
        assertThat(world.nodes.stream().mapToInt(node -> node.passedOn).sum()).isEqualTo(passedOn);
    }

    @Test
    void aClientThatNeverReachedThePrimaryWritesOverAnotherNode() {
        RouterWorld world = world(3, false);
        RouterWorld.Node primary = world.nodes.get(1);
        world.moveAllTo(primary);
        world.nodes.forEach(node -> node.config = world.truth);
        primary.cutFromClient = true;
        assertThat(askMillis(world, 2_000, false)).isLessThan(1_000);
        assertThat(world.nodes.get(0).passedOn + world.nodes.get(2).passedOn).isGreaterThan(500);
    }

    @Test
    void whatIsUnderWayIsNotSentAgainWhileAnswersComeHoweverLate() {
        RouterWorld world = twoReplicas();
        RouterWorld.Node primary = world.nodes.get(0);
        askMillis(world, 100, false);
        primary.slowNanos = 900 * RouterWorld.MILLI;
        // Until the first late answers are there, nothing at all is heard.
        askMillis(world, 3_000, false);
        primary.requests = 0;
        world.nodes.forEach(node -> node.passedOn = 0);

        askMillis(world, 4_000, false);

        assertThat(primary.requests).as("to the primary, for 4000 writes").isBetween(4_000, 4_010);
        assertThat(world.nodes.get(1).passedOn + world.nodes.get(2).passedOn).isZero();
    }

    @Test
    void whatIsUnderWayOverAnotherNodeIsNotSentAgainWhenTheDirectLinkWorks() {
        RouterWorld world = twoReplicas();
        RouterWorld.Node primary = world.nodes.get(0);
        askMillis(world, 100, false);
        primary.cutFromClient = true;
        askMillis(world, 3_000, false);
        primary.requests = 0;
        primary.slowNanos = 300 * RouterWorld.MILLI;
        primary.cutFromClient = false;

        askMillis(world, 3_000, false);

        assertThat(primary.requests).as("to the primary, for 3000 writes").isBetween(3_000, 3_010);
    }
}
