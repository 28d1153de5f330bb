package io.kith.collections.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.collections.Kinds;
import io.kith.collections.PartitionDriver;
import io.kith.collections.kind.LogCommand;
import io.kith.collections.partition.Completion;
import io.kith.collections.partition.CopyCursor;
import io.kith.collections.partition.PartitionOperations;
import io.kith.collections.partition.PartitionState;
import io.kith.collections.partition.PartitionStates;
import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Incarnation;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.Results;
import io.kith.transport.NodeId;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LockStateTest {
    private static final CollectionRef LOCK = CollectionRef.named(CollectionType.LOCK, new Incarnation(0, 3));
    private static final LockToken A = new LockToken(1, 1);
    private static final LockToken B = new LockToken(1, 2);
    private static final LockToken C = new LockToken(1, 3);

    private final PartitionDriver partition = PartitionDriver.plain();
    private final Client one = new Client(new NodeId(1, 1));
    private final Client two = new Client(new NodeId(2, 2));

    private final class Client {
        private final NodeId session;
        private long opening;
        private long number;

        Client(NodeId session) {
            this.session = session;
        }

        List<Completion> send(byte[] operation) {
            if (opening == 0) {
                opening = partition.open(session);
            }
            number++;
            return partition.log(session, opening, number, 1, operation);
        }

        byte[] result(byte[] operation) {
            Completion completion = send(operation).get(0);
            assertThat(completion.status()).isEqualTo(ResponseStatus.OK);
            return completion.payload();
        }
    }

    @BeforeEach
    void openTheLock() {
        partition.open(LOCK, "lock", CollectionOptions.NONE);
    }

    private LockView view() {
        return LockOperations.view(partition.result(LockOperations.state(LOCK)));
    }

    private byte[] tryLock(LockToken token) {
        return LockOperations.tryLock(LOCK, token, 0);
    }

    private byte[] await(LockToken token) {
        return LockOperations.lock(LOCK, token, 0, LockOperations.FOREVER);
    }

    private byte[] unlock(LockToken token) {
        return LockOperations.unlock(LOCK, token);
    }

    @Test
    void onlyOneHoldsItAndTheFencingTokenRisesWithEachOwner() {
        assertThat(view()).isEqualTo(new LockView(0, null, 0));
        assertThat(LockOperations.fence(one.result(tryLock(A)))).isEqualTo(1);
        assertThat(LockOperations.fence(two.result(tryLock(B)))).isZero();
        assertThat(view()).isEqualTo(new LockView(1, A, 1));
        assertThat(LockOperations.holdsLeft(two.result(unlock(B)))).isEqualTo(-1);
        assertThat(LockOperations.holdsLeft(one.result(unlock(A)))).isZero();
        assertThat(view()).isEqualTo(new LockView(1, null, 0));
        assertThat(LockOperations.fence(two.result(tryLock(B)))).isEqualTo(2);
    }

    @Test
    void whoHoldsItMayTakeItAgainUnderTheSameFencingToken() {
        assertThat(LockOperations.fence(one.result(await(A)))).isEqualTo(1);
        assertThat(LockOperations.fence(one.result(await(A)))).isEqualTo(1);
        assertThat(LockOperations.holdsLeft(one.result(unlock(A)))).isEqualTo(1);
        assertThat(LockOperations.fence(two.result(tryLock(B)))).isZero();
        assertThat(LockOperations.holdsLeft(one.result(unlock(A)))).isZero();
        assertThat(LockOperations.fence(two.result(tryLock(B)))).isEqualTo(2);
    }

    @Test
    void onlyWhoHoldsItExtendsItsLeaseWhichHoldsItNoOftener() {
        one.result(tryLock(A));
        assertThat(Results.bool(two.result(LockOperations.extend(LOCK, B, 100))))
                .isFalse();
        assertThat(Results.bool(one.result(LockOperations.extend(LOCK, A, 100))))
                .isTrue();
        assertThat(view()).isEqualTo(new LockView(1, A, 1));
        assertThat(LockOperations.holdsLeft(one.result(unlock(A)))).isZero();
        assertThat(Results.bool(one.result(LockOperations.extend(LOCK, A, 100))))
                .isFalse();
    }

    @Test
    void whoWaitsGetsItInTheOrderOfAsking() {
        one.result(tryLock(A));
        assertThat(two.send(await(B))).isEmpty();
        assertThat(two.send(await(C))).isEmpty();
        List<Completion> ended = one.send(unlock(A));
        assertThat(ended).hasSize(2);
        assertThat(ended.get(1).number()).isEqualTo(1);
        assertThat(LockOperations.fence(ended.get(1).payload())).isEqualTo(2);
        assertThat(view().holder()).isEqualTo(B);
        assertThat(LockOperations.fence(two.send(unlock(B)).get(1).payload())).isEqualTo(3);
        assertThat(view().holder()).isEqualTo(C);
    }

    @Test
    void aSessionThatEndsGivesItToTheNextAndWaitsForItNoMore() {
        one.result(tryLock(A));
        one.result(tryLock(A));
        assertThat(one.send(await(C))).isEmpty();
        assertThat(two.send(await(B))).isEmpty();
        List<Completion> ended = one.send(PartitionOperations.closeSession());
        assertThat(ended)
                .extracting(Completion::status)
                .containsExactly(ResponseStatus.OK, ResponseStatus.SESSION_UNKNOWN, ResponseStatus.OK);
        assertThat(LockOperations.fence(ended.get(2).payload())).isEqualTo(2);
        assertThat(view()).isEqualTo(new LockView(2, B, 1));
    }

    @Test
    void aSessionThatExpiresGivesItToTheNext() {
        one.result(tryLock(A));
        two.send(await(B));
        List<Completion> ended = partition.log(
                LogCommand.NO_SESSION, 0, 0, 0, PartitionOperations.expireSession(one.session, one.opening));
        assertThat(ended).hasSize(1);
        assertThat(view().holder()).isEqualTo(B);
    }

    @Test
    void aLeaseEndsWhenThatIsLogged() {
        one.result(LockOperations.tryLock(LOCK, A, 500));
        two.send(await(B));
        assertThat(partition.state.nextExpiries(partition.nowMillis + 499, 9)).isEmpty();
        List<byte[]> due = partition.state.nextExpiries(partition.nowMillis + 500, 9);
        assertThat(due).hasSize(1);
        partition.nowMillis += 500;
        List<Completion> ended = partition.log(LogCommand.NO_SESSION, 0, 0, 0, due.get(0));
        assertThat(LockOperations.fence(ended.get(0).payload())).isEqualTo(2);
        assertThat(view().holder()).isEqualTo(B);
        assertThat(LockOperations.holdsLeft(one.result(unlock(A)))).isEqualTo(-1);
        assertThat(partition.state.nextExpiries(Long.MAX_VALUE, 9)).isEmpty();
    }

    @Test
    void aLeaseThatWasTakenAnewDoesNotEndAtItsOldTime() {
        one.result(LockOperations.tryLock(LOCK, A, 500));
        byte[] due = partition.state.nextExpiries(Long.MAX_VALUE, 9).get(0);
        one.result(LockOperations.tryLock(LOCK, A, 900));
        partition.own(due);
        assertThat(view()).isEqualTo(new LockView(1, A, 2));
    }

    @Test
    void aWaitEndsWhenItsTimeIsLoggedOrItIsCalledOff() {
        one.result(tryLock(A));
        two.send(LockOperations.lock(LOCK, B, 0, 100));
        two.send(await(C));
        byte[] due = partition.state.nextExpiries(partition.nowMillis + 100, 9).get(0);
        List<Completion> ended = partition.log(LogCommand.NO_SESSION, 0, 0, 0, due);
        assertThat(LockOperations.fence(ended.get(0).payload())).isZero();
        assertThat(two.send(PartitionOperations.cancelRequest(2))).hasSize(2);
        one.result(unlock(A));
        assertThat(view().holder()).isNull();
    }

    @Test
    void whatWaitsForALockThatIsDestroyedIsTold() {
        one.result(tryLock(A));
        two.send(await(B));
        List<Completion> ended = one.send(PartitionOperations.destroyCollection(LOCK.incarnation()));
        assertThat(ended)
                .extracting(Completion::status)
                .containsExactly(ResponseStatus.OK, ResponseStatus.COLLECTION_DESTROYED);
    }

    @Test
    void aCopyKnowsWhoHoldsItAndWhoWaits() {
        one.result(LockOperations.tryLock(LOCK, A, 700));
        two.send(await(B));
        two.send(LockOperations.lock(LOCK, C, 0, 300));
        PartitionState copy = new PartitionStates(Kinds.all()).copying();
        CopyCursor cursor = CopyCursor.start();
        while (!copy.isComplete()) {
            var chunk = partition.state.nextChunk(cursor, 1);
            assertThat(copy.install(chunk.bytes())).isTrue();
            cursor = chunk.next();
        }
        assertThat(copy.digest()).isEqualTo(partition.state.digest());
        assertThat(copy.nextExpiries(Long.MAX_VALUE, 9)).hasSize(2);
        one.send(unlock(A));
        LogCommand last = partition.log.get(partition.log.size() - 1);
        assertThat(LockOperations.fence(copy.apply(last).get(1).payload())).isEqualTo(2);
        assertThat(copy.digest()).isEqualTo(partition.state.digest());
    }
}
