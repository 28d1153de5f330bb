package io.kith.client.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.collections.map.MapOperations;
import io.kith.collections.sequence.DequeOperations;
import io.kith.collections.sequence.VecOperations;
import io.kith.collections.wire.ClientMessage;
import io.kith.collections.wire.CollectionDescriptor;
import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Incarnation;
import io.kith.collections.wire.Operations;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.Results;
import io.kith.config.Change;
import io.kith.ring.PartitionHash;
import io.kith.transport.Message;
import io.kith.transport.NodeId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RequestRouterTest {
    private static final CollectionRef COLLECTION = RouterWorld.THINGS;
    private static final int FIRST = 0;

    private static final class Ask extends Request {
        byte[] result;
        Failure failure;
        int ends;

        Ask(RouterWorld world, int partition, byte[] operation, long deadlineMillis) {
            super(
                    Operations.isRead(operation),
                    partition,
                    world.things,
                    operation,
                    COMMON_LANE,
                    world.nowNanos() + deadlineMillis * RouterWorld.MILLI,
                    0);
        }

        Ask(RouterWorld world, CollectionHandle collection, int partition, byte[] operation) {
            super(
                    Operations.isRead(operation),
                    partition,
                    collection,
                    operation,
                    COMMON_LANE,
                    world.nowNanos() + 30_000 * RouterWorld.MILLI,
                    0);
        }

        /** A take that waits for as long as nobody calls it off. */
        static Ask take(RouterWorld world, CollectionHandle deque) {
            return new Ask(world, deque);
        }

        private Ask(RouterWorld world, CollectionHandle deque) {
            super(
                    false,
                    FIRST,
                    deque,
                    DequeOperations.take(deque.in(FIRST), true, DequeOperations.FOREVER),
                    WAITING_LANE,
                    world.nowNanos() + 600_000 * RouterWorld.MILLI,
                    600_000);
        }

        Ask(RouterWorld world, Change change) {
            super(change, world.nowNanos() + 5_000 * RouterWorld.MILLI);
        }

        @Override
        protected void succeeded(byte[] payload) {
            result = payload;
            ends++;
        }

        @Override
        protected void failed(Failure why) {
            failure = why;
            ends++;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] putIfAbsent(String key) {
        return MapOperations.putIfAbsent(COLLECTION, bytes(key), bytes("v"), 0);
    }

    private static byte[] get(String key) {
        return MapOperations.get(COLLECTION, bytes(key));
    }

    private static RouterWorld world(int nodes) {
        RouterWorld world = new RouterWorld(1, RouterSettings.defaults(), nodes);
        world.router.start();
        return world;
    }

    private static Ask ask(RouterWorld world, int partition, byte[] operation) {
        Ask ask = new Ask(world, partition, operation, 30_000);
        world.router.submit(ask);
        return ask;
    }

    /** Whether the write that made the key was applied, and for the first time. */
    private static void assertAppliedOnce(Ask write) {
        assertThat(write.failure).isNull();
        assertThat(write.ends).isEqualTo(1);
        assertThat(Results.optionalBytes(write.result)).isNull();
    }

    @Test
    void aWriteOpensItsSessionFirstAndIsAnswered() {
        RouterWorld world = world(1);
        Ask write = ask(world, FIRST, putIfAbsent("a"));
        Ask second = ask(world, FIRST, putIfAbsent("b"));
        world.pass(50);
        assertAppliedOnce(write);
        assertAppliedOnce(second);
        assertThat(world.trace.stream().filter(each -> each.endsWith("OpenSession")))
                .hasSize(1);
        assertThat(world.router.inFlight()).isZero();
    }

    @Property(tries = 60)
    void retriesApplyOnceWhateverIsLostDoubledDelayedOrMovedMeanwhile(
            @ForAll @LongRange(min = 0, max = 1L << 40) long seed) {
        RouterWorld world = new RouterWorld(seed, new RouterSettings(50, 2, 20, 4, false), 3);
        world.disturb(0.15, 0.15, 20 * RouterWorld.MILLI);
        world.crowdedPercent = 10;
        world.router.start();
        List<Ask> writes = new ArrayList<>();
        for (int round = 0; round < 30; round++) {
            for (int i = 0; i < 6; i++) {
                writes.add(ask(world, i % RouterWorld.PARTITIONS, putIfAbsent("key " + writes.size())));
            }
            if (round % 5 == 4) {
                world.moveAllTo(world.nodes.get(world.random().nextInt(3)));
                world.at(40 * RouterWorld.MILLI, () -> world.tell(world.nodes.toArray(RouterWorld.Node[]::new)));
            }
            world.pass(30);
        }
        world.tell(world.nodes.toArray(RouterWorld.Node[]::new));
        world.pass(10_000);
        writes.forEach(RequestRouterTest::assertAppliedOnce);
        assertThat(world.maxOpenSeen).isLessThanOrEqualTo(4);
        assertThat(world.router.inFlight()).isZero();
    }

    /** A random schedule found a client that a node's newest config never reached, and that waited for one that was gone. */
    @Test
    void aConfigThatWasLostOnItsWayIsAskedForOnceANodeIsHeardToHoldIt() {
        RouterWorld world = world(2);
        RouterWorld.Node first = world.nodes.get(0);
        RouterWorld.Node second = world.nodes.get(1);
        world.moveAllTo(second);
        world.tell(first, second);
        assertAppliedOnce(pass(world, ask(world, FIRST, putIfAbsent("a"))));
        world.crash(second);
        world.moveAllTo(first);
        first.config = world.truth;
        Ask write = ask(world, FIRST, putIfAbsent("b"));
        world.pass(3_000);
        assertAppliedOnce(write);
    }

    @Test
    void whatFindsNoRoomInItsConnectionIsSentOnceThereIsSome() {
        RouterWorld world = world(1);
        Ask earlier = ask(world, FIRST, putIfAbsent("a"));
        world.pass(50);
        assertAppliedOnce(earlier);
        int before = world.nodes.get(0).requests;
        world.crowdedPercent = 100;
        Ask write = ask(world, FIRST, putIfAbsent("b"));
        world.pass(5_000);
        assertThat(write.ends).isZero();
        assertThat(world.nodes.get(0).requests).isEqualTo(before);
        world.crowdedPercent = 0;
        world.pass(50);
        assertAppliedOnce(write);
        assertThat(world.nodes.get(0).requests).isEqualTo(before + 1);
    }

    @Test
    void ofWhatNeverFoundRoomInItsConnectionTheCallerHearsThatNothingWasChanged() {
        RouterWorld world = world(1);
        ask(world, FIRST, putIfAbsent("a"));
        world.pass(50);
        world.crowdedPercent = 100;
        Ask write = new Ask(world, FIRST, putIfAbsent("b"), 3_000);
        world.router.submit(write);
        world.pass(4_000);
        assertThat(write.failure.message()).contains("nothing was changed").contains("takes no more");
        assertThat(world.router.inFlight()).isZero();
    }

    @Test
    void aLargeRequestIsNotAskedAgainWhileItMayStillBeOnItsWay() {
        RouterWorld world = world(1);
        ask(world, FIRST, putIfAbsent("a"));
        world.pass(50);
        int before = world.nodes.get(0).requests;
        world.nodes.get(0).slowNanos = 5_000 * RouterWorld.MILLI;
        Ask large = ask(world, FIRST, MapOperations.putIfAbsent(COLLECTION, bytes("b"), new byte[8 << 20], 0));
        world.pass(6_000);
        assertAppliedOnce(large);
        assertThat(world.nodes.get(0).requests).isEqualTo(before + 1);
    }

    /** In these schedules all numbers were refused at once, and the opening that they waited for had none. */
    @Test
    void aNumberThatWasRefusedGoesToWhatWaitsForOne() {
        for (long seed : new long[] {29_432, 36_884, 55_712}) {
            retriesApplyOnceWhateverIsLostDoubledDelayedOrMovedMeanwhile(seed);
        }
    }

    @Test
    void anyWriteThatWaitsCanBeCalledOffHoweverManyWait() {
        RouterWorld world = new RouterWorld(1, RouterSettings.defaults(), 1);
        CollectionHandle deque = world.handle(CollectionRef.named(CollectionType.VEC_DEQUE, new Incarnation(7, 78)));
        List<Ask> takes = new ArrayList<>();
        world.router.start();
        world.pass(100);
        for (int i = 0; i < 2 * RouterSettings.PROTOCOL_MAX_OPEN; i++) {
            Ask take = Ask.take(world, deque);
            takes.add(take);
            world.router.submit(take);
        }
        world.pass(1_000);
        // The oldest last: its number is the floor, so those of what was called off before do not become free.
        for (int i = takes.size() - 1; i >= 0; i--) {
            world.router.withdraw(takes.get(i));
            world.pass(10);
            assertThat(takes.get(i).ends).as("take %d", i).isEqualTo(1);
            assertThat(takes.get(i).result).as("take %d", i).isNotNull();
        }
        assertThat(world.maxOpenSeen).isLessThanOrEqualTo(RouterSettings.PROTOCOL_MAX_OPEN);
        assertThat(world.router.inFlight()).isZero();
    }

    /** Else its caller is told of a failure while the write goes on to wait, and takes what comes for somebody else. */
    @Test
    void aWriteIsCalledOffUnderTheNumberThatItGotMeanwhile() {
        RouterWorld world = world(1);
        CollectionHandle deque = world.handle(CollectionRef.named(CollectionType.VEC_DEQUE, new Incarnation(7, 78)));
        world.pass(100);
        // The opening of the deque is lost at first, so the take is refused; that it was, the client hears late.
        int[] openings = {0};
        world.dropRequest = message -> isOfThePartition(message) && openings[0]++ == 0;
        List<Message> refusals = new ArrayList<>();
        world.dropAnswer = message -> isRefusal(message) && refusals.add(message);
        Ask take = Ask.take(world, deque);
        world.router.submit(take);
        world.pass(5_000);
        assertThat(refusals).hasSize(1);
        assertThat(world.openCollections()).isEqualTo(1);
        // What calls the take off is lost once too, and goes out again when the number that it names is answered.
        int[] withdrawals = {0};
        world.dropRequest = message -> isOfThePartition(message) && withdrawals[0]++ == 0;
        world.dropAnswer = null;
        long numberBefore = take.number;
        world.router.withdraw(take);
        world.router.received(world.nodes.get(0).id, refusals.get(0));
        assertThat(take.number).isGreaterThan(numberBefore);
        world.pass(20_000);

        assertThat(take.failure).isNull();
        assertThat(take.ends).isEqualTo(1);
        assertThat(withdrawals[0]).isGreaterThan(2);
        assertThat(world.router.inFlight()).isZero();
        Ask offer = new Ask(world, deque, FIRST, DequeOperations.offer(deque.in(FIRST), false, bytes("a")));
        world.router.submit(offer);
        world.pass(1_000);
        assertThat(offer.failure).isNull();
        Ask size = new Ask(world, deque, FIRST, DequeOperations.size(deque.in(FIRST)));
        world.router.submit(size);
        world.pass(1_000);
        assertThat(Results.number(size.result)).isEqualTo(1);
    }

    private static boolean isRefusal(Message message) {
        return message instanceof ClientMessage.Response response
                && response.status() == ResponseStatus.COLLECTION_UNKNOWN;
    }

    @Test
    void aRunIsReplayedFromItsSeed() {
        List<List<String>> traces = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            RouterWorld world = new RouterWorld(42, RouterSettings.defaults(), 3);
            world.disturb(0.1, 0, RouterWorld.MILLI);
            world.router.start();
            for (int i = 0; i < 50; i++) {
                ask(world, i % RouterWorld.PARTITIONS, putIfAbsent("key " + i));
            }
            world.pass(20_000);
            traces.add(world.trace);
        }
        assertThat(traces.get(0)).isEqualTo(traces.get(1)).hasSizeGreaterThan(50);
    }

    @Test
    void aRequestToTheWrongNodeIsSentOnAtOnce() {
        RouterWorld world = world(2);
        ask(world, FIRST, putIfAbsent("a"));
        world.pass(50);
        world.moveAllTo(world.nodes.get(1));
        world.nodes.forEach(node -> node.config = world.truth);
        Ask write = ask(world, FIRST, putIfAbsent("b"));
        world.pass(10);
        assertAppliedOnce(write);
    }

    @Test
    void whatWaitsOnAMemberThatIsGoneIsSentOnWhenTheConfigSaysWhere() {
        RouterWorld world = world(3);
        ask(world, FIRST, putIfAbsent("warm"));
        world.pass(700);
        RouterWorld.Node first = world.nodes.get(0);
        world.crash(first);
        List<Ask> writes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            writes.add(ask(world, i % RouterWorld.PARTITIONS, putIfAbsent("key " + i)));
        }
        world.pass(1_000);
        assertThat(writes).allMatch(write -> write.ends == 0);
        world.moveAllTo(world.nodes.get(1));
        world.decide(new Change.Remove(world.nodes.get(1).id, first.id));
        world.tell(world.nodes.get(1), world.nodes.get(2));
        world.pass(20);
        writes.forEach(RequestRouterTest::assertAppliedOnce);
    }

    @Test
    void whoWasIdleAndHadToMakeRoomComesBackWhenThereIsSomethingToAskOrAfterAMinute() {
        RouterWorld world = world(3);
        assertAppliedOnce(askAndPass(world, "a"));
        world.nodes.forEach(world::crowdOut);
        world.pass(30_000);
        assertThat(world.nodes).as("nobody is asked for anything").noneMatch(world::isConnected);
        Ask write = ask(world, FIRST, putIfAbsent("b"));
        world.pass(20);
        assertAppliedOnce(write);

        world.pass(1_000);
        assertThat(world.nodes.stream().filter(world::isConnected))
                .as("whom it had something to ask, and nobody else")
                .hasSize(1);
        world.pass(40_000);
        assertThat(world.nodes.stream().filter(world::isConnected))
                .as("a minute after it had to make room")
                .hasSize(2);
        world.nodes.forEach(world::crowdOut);
        world.pass(59_000);
        assertThat(world.nodes).noneMatch(world::isConnected);
        world.pass(2_000);
        assertThat(world.nodes.stream().filter(world::isConnected))
                .as("configs are heard again")
                .hasSize(2);
    }

    private static Ask askAndPass(RouterWorld world, String key) {
        Ask write = ask(world, FIRST, putIfAbsent(key));
        world.pass(1_000);
        return write;
    }

    @Test
    void aClientThatKnewOnlyANodeThatIsNowGoneWorksOn() {
        RouterWorld world = world(1);
        world.pass(50);
        RouterWorld.Node second = world.addNode(2);
        world.tell(world.nodes.get(0));
        world.pass(10);
        world.moveAllTo(second);
        second.config = world.truth;
        world.crash(world.nodes.get(0));
        Ask write = ask(world, FIRST, putIfAbsent("a"));
        world.pass(2_000);
        assertAppliedOnce(write);
    }

    @Test
    void whenNoKnownNodeIsThereEveryAddressEverKnownIsTriedUntilTheDeadline() {
        RouterWorld world = world(2);
        ask(world, FIRST, putIfAbsent("a"));
        world.pass(1_000);
        world.nodes.forEach(world::crash);
        Ask write = ask(world, FIRST, putIfAbsent("b"));
        world.pass(10_000);
        assertThat(write.ends).isZero();
        world.nodes.forEach(node -> node.alive = true);
        world.pass(2_000);
        assertAppliedOnce(write);
    }

    @Test
    void theDeadlineEndsAWriteAndSaysWhetherItsOutcomeIsUnknown() {
        RouterWorld world = world(1);
        ask(world, FIRST, putIfAbsent("warm"));
        world.pass(50);
        world.nodes.get(0).answers = false;
        Ask sent = new Ask(world, FIRST, putIfAbsent("a"), 3_000);
        world.router.submit(sent);
        world.pass(1_000);
        world.crash(world.nodes.get(0));
        world.pass(10);
        Ask unsent = new Ask(world, FIRST, putIfAbsent("b"), 1_000);
        world.router.submit(unsent);
        world.pass(5_000);
        assertThat(sent.failure.kind()).isEqualTo(Failure.Kind.TIMEOUT);
        assertThat(sent.failure.message()).contains("outcome is unknown");
        assertThat(unsent.failure.kind()).isEqualTo(Failure.Kind.TIMEOUT);
        assertThat(unsent.failure.message()).contains("nothing was changed").contains("Connection refused");
        assertThat(world.router.inFlight()).isZero();
    }

    @Test
    void aWriteThatWasGivenUpIsNeverAppliedAfterALaterOneWas() {
        RouterWorld world = world(1);
        ask(world, FIRST, putIfAbsent("warm"));
        world.pass(50);
        List<ClientMessage.Write> held = new ArrayList<>();
        world.dropRequest = message -> message instanceof ClientMessage.Write write && held.add(write);
        Ask givenUp = new Ask(world, FIRST, putIfAbsent("late"), 100);
        world.router.submit(givenUp);
        world.pass(200);
        assertThat(givenUp.failure.kind()).isEqualTo(Failure.Kind.TIMEOUT);
        world.dropRequest = null;
        assertAppliedOnce(pass(world, ask(world, FIRST, putIfAbsent("later"))));
        world.nodes.get(0).receive(held.get(0));
        world.pass(50);
        Ask read = pass(world, ask(world, FIRST, get("late")));
        assertThat(Results.optionalBytes(read.result)).isNull();
    }

    private static Ask pass(RouterWorld world, Ask ask) {
        world.pass(50);
        return ask;
    }

    @Test
    void aForgottenSessionIsOpenedAnewForAWriteThatWasNeverSentBefore() {
        RouterWorld world = world(1);
        ask(world, FIRST, putIfAbsent("a"));
        world.pass(50);
        world.forgetSessions();
        assertAppliedOnce(pass(world, ask(world, FIRST, putIfAbsent("b"))));
    }

    @Test
    void aForgottenSessionLeavesTheOutcomeUnknownOfAWriteThatWasSentBefore() {
        RouterWorld world = world(1);
        ask(world, FIRST, putIfAbsent("a"));
        world.pass(50);
        world.dropAnswer = message -> message instanceof ClientMessage.Response;
        Ask write = ask(world, FIRST, putIfAbsent("b"));
        world.pass(1_000);
        world.dropAnswer = null;
        world.forgetSessions();
        world.pass(5_000);
        assertThat(write.failure.kind()).isEqualTo(Failure.Kind.OUTCOME_UNKNOWN);
        assertAppliedOnce(pass(world, ask(world, FIRST, putIfAbsent("c"))));
    }

    @Test
    void aPartitionThatIsBackSoonFailsNobody() {
        RouterWorld world = world(1);
        world.pass(50);
        world.answerInstead = ResponseStatus.UNAVAILABLE;
        Ask write = ask(world, FIRST, putIfAbsent("a"));
        world.pass(2_000);
        world.answerInstead = null;
        assertAppliedOnce(pass(world, write));
    }

    @Test
    void whatOnlyTheUserCanDealWithFailsSoon() {
        RouterWorld world = world(1);
        world.pass(50);
        world.answerInstead = ResponseStatus.UNAVAILABLE;
        Ask read = ask(world, FIRST, get("a"));
        Ask write = ask(world, FIRST, putIfAbsent("a"));
        world.pass(4_000);
        assertThat(read.failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
        assertThat(write.failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
        world.answerInstead = null;
        assertAppliedOnce(pass(world, ask(world, FIRST, putIfAbsent("a"))));
    }

    @Test
    void whatIsNotReadyIsAskedAgainUntilItIs() {
        RouterWorld world = world(1);
        world.pass(50);
        world.answerInstead = ResponseStatus.RETRY;
        Ask write = ask(world, FIRST, putIfAbsent("a"));
        world.pass(500);
        assertThat(write.ends).isZero();
        world.answerInstead = null;
        world.pass(200);
        assertAppliedOnce(write);
    }

    @Test
    void aCancelledRequestIsNotCalledBackAndHoldsUpNobody() {
        RouterWorld world = new RouterWorld(1, new RouterSettings(100, 2, 20, 1, false), 1);
        world.router.start();
        ask(world, FIRST, putIfAbsent("warm"));
        world.pass(50);
        world.nodes.get(0).answers = false;
        Ask cancelled = ask(world, FIRST, putIfAbsent("a"));
        Ask queued = ask(world, FIRST, putIfAbsent("b"));
        Ask behind = ask(world, FIRST, putIfAbsent("c"));
        world.pass(10);
        assertThat(world.router.cancel(cancelled)).isTrue();
        assertThat(world.router.cancel(queued)).isTrue();
        assertThat(world.router.cancel(queued)).isFalse();
        world.nodes.get(0).answers = true;
        world.pass(500);
        assertThat(cancelled.ends + queued.ends).isZero();
        assertAppliedOnce(behind);
    }

    @Test
    void readsMayGoToAnyReplicaIfTheyShall() {
        RouterWorld world = new RouterWorld(1, new RouterSettings(100, 2, 20, 1, true), 2);
        // Links of equal weight.
        world.disturb(0, 0, 1);
        world.moveAllTo(world.nodes.get(1));
        world.nodes.forEach(node -> node.config = world.truth);
        world.router.start();
        world.pass(1_000);
        List<Ask> reads = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            reads.add(ask(world, FIRST, get("a")));
            world.pass(10);
        }
        assertThat(reads).allMatch(read -> read.result != null);
        for (String node : List.of(" 1 Read", " 2 Read")) {
            assertThat(world.trace.stream().filter(each -> each.endsWith(node))).hasSizeGreaterThan(5);
        }
    }

    @Test
    void closingSessionsLeavesNothingOfTheClientInThePartitions() {
        RouterWorld world = world(1);
        for (int partition = 0; partition < RouterWorld.PARTITIONS; partition++) {
            ask(world, partition, putIfAbsent("a"));
        }
        world.pass(50);
        assertThat(world.sessionCount()).isEqualTo(RouterWorld.PARTITIONS);
        boolean[] done = {false};
        world.router.closeSessions(1_000 * RouterWorld.MILLI, () -> done[0] = true);
        Ask late = ask(world, FIRST, putIfAbsent("b"));
        assertThat(late.failure.kind()).isEqualTo(Failure.Kind.CLOSED);
        world.pass(50);
        assertThat(done[0]).isTrue();
        assertThat(world.sessionCount()).isZero();
    }

    @Test
    void closingSessionsEndsInTimeIfNobodyAnswersAndSendsNothingThatWasQueued() {
        RouterWorld world = new RouterWorld(1, new RouterSettings(100, 2, 20, 1, false), 1);
        world.router.start();
        ask(world, FIRST, putIfAbsent("warm"));
        world.pass(50);
        world.nodes.get(0).answers = false;
        Ask sent = ask(world, FIRST, putIfAbsent("a"));
        Ask queued = ask(world, FIRST, putIfAbsent("b"));
        boolean[] done = {false};
        world.router.closeSessions(1_000 * RouterWorld.MILLI, () -> done[0] = true);
        assertThat(List.of(sent, queued)).allMatch(each -> each.failure.kind() == Failure.Kind.CLOSED);
        world.pass(900);
        assertThat(done[0]).isFalse();
        world.nodes.get(0).alive = false;
        world.pass(200);
        assertThat(done[0]).isTrue();
        assertThat(world.router.inFlight()).isZero();
        assertThat(world.holds("b")).isFalse();
    }

    @Test
    void afterAWriteOfItsOwnAClientReadsAtThePrimaryForAMoment() {
        RouterWorld world = new RouterWorld(1, new RouterSettings(100, 2, 20, 1, true), 2);
        world.moveAllTo(world.nodes.get(1));
        world.nodes.forEach(node -> node.config = world.truth);
        world.router.start();
        world.pass(1_000);
        ask(world, FIRST, get("a"));
        world.pass(1_000);
        for (int i = 0; i < 20; i++) {
            ask(world, FIRST, putIfAbsent("key " + i));
            world.pass(10);
            ask(world, FIRST, putIfAbsent("key " + i));
            ask(world, FIRST, get("key " + i));
            world.pass(20);
        }
        assertThat(world.trace.stream().filter(each -> each.endsWith(" 2 Read")))
                .hasSizeGreaterThanOrEqualTo(20);
        assertThat(world.trace.stream().filter(each -> each.endsWith(" 1 Read")))
                .hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void aReadThatAReplicaDoesNotAnswerGoesToThePrimary() {
        RouterWorld world = new RouterWorld(1, new RouterSettings(100, 2, 20, 1, true), 2);
        world.moveAllTo(world.nodes.get(1));
        world.nodes.forEach(node -> node.config = world.truth);
        world.router.start();
        world.pass(1_000);
        world.nodes.get(0).answers = false;
        List<Ask> reads = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            reads.add(ask(world, FIRST, get("a")));
        }
        world.pass(150);
        assertThat(reads).allMatch(read -> read.result != null);
    }

    @Test
    void proposalsGoToAnyNodeAndTellWhyTheyAreRefused() {
        RouterWorld world = world(2);
        world.pass(50);
        Ask leave = new Ask(world, new Change.Leave(new NodeId(1, 1), new NodeId(2, 2)));
        Ask remove = new Ask(world, new Change.Remove(new NodeId(1, 1), new NodeId(2, 2)));
        world.router.submit(leave);
        world.router.submit(remove);
        world.pass(50);
        assertThat(leave.result).isEmpty();
        assertThat(remove.failure).isEqualTo(new Failure(Failure.Kind.REFUSED, "no"));
    }

    @Test
    void closingEndsAllThatIsUnderWay() {
        RouterWorld world = world(1);
        world.pass(50);
        world.nodes.get(0).answers = false;
        Ask first = ask(world, FIRST, putIfAbsent("a"));
        Ask second = ask(world, FIRST, putIfAbsent("b"));
        world.pass(10);
        world.router.close();
        Ask late = ask(world, FIRST, putIfAbsent("c"));
        for (Ask ask : List.of(first, second, late)) {
            assertThat(ask.failure.kind()).isEqualTo(Failure.Kind.CLOSED);
            assertThat(ask.ends).isEqualTo(1);
        }
        world.pass(60_000);
    }

    // ---- collections

    /** What a client tells the registry of the collection that tests use. */
    private static void list(RouterWorld world, byte[] descriptor) {
        byte[] key = bytes("things");
        CollectionHandle registry = CollectionHandle.ofRegistry(RouterWorld.PARTITIONS);
        int partition = PartitionHash.partitionOf(
                PartitionHash.keyHash(Incarnation.REGISTRY.low(), key), RouterWorld.PARTITIONS);
        Ask put = new Ask(world, registry, partition, MapOperations.set(registry.in(partition), key, descriptor, 0));
        world.router.submit(put);
        world.pass(100);
        assertThat(put.failure).isNull();
    }

    private static byte[] listedAsOpen() {
        return new CollectionDescriptor(
                        CollectionType.HASH_MAP, COLLECTION.incarnation(), false, CollectionOptions.NONE)
                .toBytes();
    }

    /** Whether it opens a collection, or calls a write off. */
    private static boolean isOfThePartition(Message message) {
        return message instanceof ClientMessage.Write write
                && Operations.kind(write.operation()) == Operations.PARTITION;
    }

    @Test
    void aFirstWriteGoesRightBehindTheOpeningOfItsCollection() {
        RouterWorld world = world(1);
        Ask first = ask(world, FIRST, putIfAbsent("a"));
        world.pass(50);
        assertAppliedOnce(first);
        List<String> writes =
                world.trace.stream().filter(each -> each.endsWith(" Write")).toList();
        assertThat(writes).hasSize(2);
        assertThat(writes.get(0)).isEqualTo(writes.get(1));
        assertThat(world.things.in(FIRST).opening()).isPositive();
    }

    @Test
    void laterWritesAndReadsNameTheOpening() {
        RouterWorld world = world(1);
        ask(world, FIRST, putIfAbsent("a"));
        world.pass(50);
        List<Message> sent = new ArrayList<>();
        world.dropRequest = message -> {
            sent.add(message);
            return false;
        };
        Ask write = ask(world, FIRST, putIfAbsent("b"));
        Ask read = ask(world, FIRST, get("a"));
        world.pass(50);
        assertAppliedOnce(write);
        assertThat(Results.optionalBytes(read.result)).isEqualTo(bytes("v"));
        assertThat(sent)
                .filteredOn(ClientMessage.Write.class::isInstance)
                .singleElement()
                .satisfies(each -> assertThat(References.opening(((ClientMessage.Write) each).operation()))
                        .isEqualTo(world.things.in(FIRST).opening()));
    }

    @Test
    void aWriteWhoseOpeningWasLostIsAppliedOnceAfterAnother() {
        RouterWorld world = world(1);
        int[] lost = {0};
        world.dropRequest = message -> isOfThePartition(message) && lost[0]++ == 0;
        Ask write = ask(world, FIRST, putIfAbsent("a"));
        world.pass(10_000);
        assertAppliedOnce(write);
        assertThat(world.openCollections()).isEqualTo(1);
    }

    @Test
    void aLateAnswerToANumberThatWasRefusedCountsNoMore() {
        for (long seed = 1; seed <= 400; seed++) {
            RouterWorld world = new RouterWorld(seed, new RouterSettings(30, 2, 20, 4, false), 1);
            world.router.start();
            world.pass(50);
            world.disturb(0.3, 1, 40 * RouterWorld.MILLI);
            int[] lost = {0};
            world.dropRequest = message -> isOfThePartition(message) && lost[0]++ == 0;
            Ask write = ask(world, FIRST, putIfAbsent("a"));
            world.pass(10_000);
            assertAppliedOnce(write);
        }
    }

    @Test
    void aReadThatFollowsFromOptionsOpensItsCollectionFirst() {
        RouterWorld world = world(1);
        Ask read = new Ask(world, FIRST, get("a"), 30_000);
        read.openFirst();
        world.router.submit(read);
        world.pass(100);
        assertThat(read.failure).isNull();
        assertThat(world.openCollections()).isEqualTo(1);
    }

    @Test
    void writesOfADestroyedCollectionFailWithoutEffectWhateverTheyCallIt() {
        RouterWorld world = world(1);
        assertAppliedOnceAfter(world, ask(world, FIRST, putIfAbsent("a")));
        CollectionHandle namesIncarnation = world.handle(COLLECTION);
        world.destroyThings();
        Ask byOpening = ask(world, FIRST, putIfAbsent("b"));
        Ask byIncarnation = new Ask(world, namesIncarnation, FIRST, putIfAbsent("c"));
        world.router.submit(byIncarnation);
        Ask elsewhere = ask(world, FIRST + 1, putIfAbsent("d"));
        Ask read = ask(world, FIRST, get("a"));
        world.pass(10_000);
        for (Ask each : List.of(byOpening, byIncarnation, elsewhere, read)) {
            assertThat(each.failure.kind()).isEqualTo(Failure.Kind.DESTROYED);
            assertThat(each.failure.message()).contains("'things' was destroyed");
        }
        assertThat(world.openCollections()).isZero();
        assertThat(world.router.inFlight()).isZero();
    }

    private static void assertAppliedOnceAfter(RouterWorld world, Ask write) {
        world.pass(50);
        assertAppliedOnce(write);
    }

    @Test
    void whatWasDestroyedAndForgottenIsNotOpenedAgain() {
        RouterWorld world = world(1);
        list(world, listedAsOpen());
        assertAppliedOnceAfter(world, ask(world, FIRST, putIfAbsent("a")));
        list(
                world,
                new CollectionDescriptor(CollectionType.HASH_MAP, new Incarnation(8, 88), false, CollectionOptions.NONE)
                        .toBytes());
        world.destroyThings();
        world.forgetDestroyed();
        world.pass(61_000);
        Ask write = ask(world, FIRST, putIfAbsent("b"));
        Ask read = ask(world, FIRST, get("a"));
        Ask elsewhere = ask(world, FIRST + 1, putIfAbsent("c"));
        world.pass(10_000);
        for (Ask each : List.of(write, read, elsewhere)) {
            assertThat(each.failure.kind()).isEqualTo(Failure.Kind.DESTROYED);
        }
        assertThat(world.holds("b")).isFalse();
        assertThat(world.holds("c")).isFalse();
    }

    @Test
    void theRegistryIsAskedAgainBeforeAnIncarnationIsNamedLongAfter() {
        RouterWorld world = world(1);
        list(world, listedAsOpen());
        world.pass(61_000);
        int[] registryReads = {0};
        world.dropRequest = message -> {
            registryReads[0] += message instanceof ClientMessage.Read ? 1 : 0;
            return false;
        };
        List<Ask> writes = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            writes.add(ask(world, FIRST, putIfAbsent("key " + i)));
        }
        world.pass(100);
        writes.forEach(RequestRouterTest::assertAppliedOnce);
        assertThat(registryReads[0]).isEqualTo(1);
    }

    @Test
    void anOpeningThatIsRefusedFailsTheWritesBehindIt() {
        RouterWorld world = world(1);
        CollectionHandle wrong = world.handle(CollectionRef.named(CollectionType.VEC, COLLECTION.incarnation()));
        assertAppliedOnceAfter(world, ask(world, FIRST, putIfAbsent("a")));
        Ask write = new Ask(world, wrong, FIRST, VecOperations.add(wrong.in(FIRST), bytes("x")));
        world.router.submit(write);
        world.pass(10_000);
        assertThat(write.failure.kind()).isEqualTo(Failure.Kind.WRONG_TYPE);
    }
}
