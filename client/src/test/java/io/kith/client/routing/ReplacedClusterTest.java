package io.kith.client.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.collections.map.MapOperations;
import io.kith.collections.wire.Operations;
import io.kith.config.Change;
import io.kith.config.ConfigMessage;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A client whose cluster is gone, and where it was there is another one, which is not to be taken for it. */
class ReplacedClusterTest {
    private final RouterWorld world = new RouterWorld(1, RouterSettings.defaults(), 3);
    private final RouterWorld.Node first = world.nodes.get(0);
    private final RouterWorld.Node second = world.nodes.get(1);
    private final RouterWorld.Node third = world.nodes.get(2);

    /** A request of a patient user. */
    private static final class Ask extends Request {
        @Nullable
        Failure failure;

        boolean succeeded;

        Ask(RouterWorld world, byte[] operation) {
            super(
                    Operations.isRead(operation),
                    0,
                    world.things,
                    operation,
                    COMMON_LANE,
                    world.nowNanos() + 600_000 * RouterWorld.MILLI,
                    0);
        }

        Ask(RouterWorld world, Change change) {
            super(change, world.nowNanos() + 600_000 * RouterWorld.MILLI);
        }

        @Override
        protected void succeeded(byte[] payload) {
            succeeded = true;
        }

        @Override
        protected void failed(Failure why) {
            failure = why;
        }
    }

    private Ask submit(Ask ask) {
        world.router.submit(ask);
        return ask;
    }

    private Ask write() {
        byte[] text = "key".getBytes(StandardCharsets.UTF_8);
        return submit(new Ask(world, MapOperations.put(RouterWorld.THINGS, text, text, 0)));
    }

    private Ask read() {
        byte[] text = "key".getBytes(StandardCharsets.UTF_8);
        return submit(new Ask(world, MapOperations.get(RouterWorld.THINGS, text)));
    }

    private void connect() {
        world.router.start();
        Ask ask = write();
        world.pass(5_000);
        assertThat(ask.succeeded).isTrue();
    }

    private void crashAll() {
        world.crash(first);
        world.crash(second);
        world.crash(third);
        world.pass(10);
    }

    @Test
    void whoAsksIsToldSoonAndThenAtOnce() {
        connect();
        crashAll();
        RouterWorld.Node stranger = world.replace(first, 11);
        Ask waiting = write();
        Ask proposal = submit(new Ask(world, new Change.Leave(first.id, first.id)));
        world.pass(10_000);
        for (Ask each : new Ask[] {waiting, proposal, write(), read()}) {
            assertThat(each.failure).isNotNull();
            assertThat(each.failure.kind()).isEqualTo(Failure.Kind.REPLACED);
            assertThat(each.failure.message())
                    .contains("is gone: none of its 3 nodes answers")
                    .contains("at " + first.address + " there is another cluster now, 'test'")
                    .contains("nothing was changed")
                    .contains("Kith.reconnect()");
        }
        assertThat(world.router.isReplaced()).isTrue();
        assertThat(stranger.requests).isZero();
    }

    @Test
    void aConnectionOverWhichNothingComesIsNoSignOfLife() {
        connect();
        first.cutFromClient = true;
        world.crash(second);
        world.crash(third);
        world.pass(10);
        world.replace(second, 11);
        Ask waiting = write();
        world.pass(20_000);
        assertThat(waiting.failure).isNotNull();
        assertThat(waiting.failure.kind()).isEqualTo(Failure.Kind.REPLACED);
    }

    @Test
    void aWriteThatWasSentBeforeSaysThatItsOutcomeIsUnknown() {
        connect();
        first.answers = false;
        second.answers = false;
        third.answers = false;
        Ask sent = write();
        world.pass(300);
        crashAll();
        world.replace(first, 11);
        world.pass(10_000);
        assertThat(sent.failure).isNotNull();
        assertThat(sent.failure.kind()).isEqualTo(Failure.Kind.REPLACED);
        assertThat(sent.failure.message()).contains("its outcome is unknown");
    }

    @Test
    void whoeverIsConnectedBeforeItIsInAClusterIsAskedAgain() {
        connect();
        crashAll();
        RouterWorld.Node stranger = world.replace(first, 11);
        world.dropAnswer = message -> message instanceof ConfigMessage;
        Ask waiting = write();
        world.pass(5_000);
        assertThat(waiting.failure).isNull();
        world.dropAnswer = null;
        world.pass(10_000);
        assertThat(waiting.failure).isNotNull();
        assertThat(waiting.failure.kind()).isEqualTo(Failure.Kind.REPLACED);
        assertThat(stranger.requests).isZero();
    }

    @Test
    void aClusterThatIsOnlyDownIsWaitedForThoughAnotherOneIsAtOneOfItsAddresses() {
        connect();
        crashAll();
        world.replace(first, 11);
        Ask waiting = write();
        world.pass(2_000);
        assertThat(waiting.failure).isNull();
        second.alive = true;
        third.alive = true;
        world.moveAllTo(second);
        world.tell(second, third);
        world.pass(20_000);
        assertThat(waiting.failure).isNull();
        assertThat(waiting.succeeded).isTrue();
        assertThat(world.router.isReplaced()).isFalse();
    }

    @Test
    void aClientThatSleptWhileAllNodesWereReplacedAtTheirAddressesFindsThemAgain() {
        connect();
        for (RouterWorld.Node each : new RouterWorld.Node[] {first, second, third}) {
            each.cutFromClient = true;
        }
        world.pass(1_000);
        crashAll();
        RouterWorld.Node next = world.addNodeAt(first, 11);
        world.moveAllTo(next);
        world.decide(new Change.Remove(next.id, first.id));
        world.decide(new Change.Remove(next.id, second.id));
        world.decide(new Change.Remove(next.id, third.id));
        world.tell(next);
        for (RouterWorld.Node each : new RouterWorld.Node[] {first, second, third}) {
            each.cutFromClient = false;
        }
        Ask ask = write();
        world.pass(20_000);
        assertThat(ask.succeeded).isTrue();
    }

    @Test
    void aClusterThatNobodyReplacesIsWaitedFor() {
        connect();
        crashAll();
        Ask waiting = write();
        world.pass(60_000);
        assertThat(waiting.failure).isNull();
        first.alive = true;
        second.alive = true;
        third.alive = true;
        world.pass(20_000);
        assertThat(waiting.succeeded).isTrue();
    }

    @Test
    void whatIsSaidOfAttemptsToConnectIsTrue() {
        RouterWorld.Node node = world.nodes.get(0);
        assertThat(world.router.connectionProblems()).isEqualTo(node.address + ": not asked yet");
        node.cutFromClient = true;
        world.router.start();
        world.pass(500);
        assertThat(world.router.connectionProblems())
                .isEqualTo(node.address + ": no answer yet, 500 ms after it was asked");
        world.pass(2_000);
        assertThat(world.router.connectionProblems())
                .contains(node.address + ": no answer yet, ")
                .contains("ms after it was asked once more; before: connection timed out");
        node.cutFromClient = false;
        node.answers = false;
        world.pass(5_000);
        assertThat(world.router.connectionProblems())
                .isEqualTo(node.address + ": it answers, but has told of no cluster yet");
        node.answers = true;
        world.dropAnswer = message -> message instanceof ConfigMessage;
        world.pass(5_000);
        assertThat(world.router.connectionProblems())
                .isEqualTo(node.address + ": it is in a cluster, but has not told who else is");
        world.dropAnswer = null;
        world.pass(5_000);
        assertThat(world.router.config()).isNotNull();
    }
}
