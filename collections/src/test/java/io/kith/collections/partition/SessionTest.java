package io.kith.collections.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.collections.Kinds;
import io.kith.collections.PartitionDriver;
import io.kith.collections.map.MapOperations;
import io.kith.collections.wire.ClientMessage;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.Results;
import io.kith.transport.NodeId;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SessionTest {
    private static final NodeId SESSION = new NodeId(1, 2);
    private static final byte[] KEY = {1};
    private static final CollectionRef MAP = PartitionDriver.map(5);
    private static final byte[] PUT_A = MapOperations.put(MAP, KEY, new byte[] {'a'}, 0);
    private static final byte[] PUT_B = MapOperations.put(MAP, KEY, new byte[] {'b'}, 0);

    private final PartitionDriver partition = new PartitionDriver();

    private Completion send(long opening, long number, long floor, byte[] operation) {
        return partition.log(SESSION, opening, number, floor, operation).get(0);
    }

    private ResponseStatus status(long opening, long number, long floor, byte[] operation) {
        return send(opening, number, floor, operation).status();
    }

    private byte[] value() {
        return Results.optionalBytes(partition.result(MapOperations.get(MAP, KEY)));
    }

    @Test
    void aRetryIsAnsweredFromWhatIsKeptAndNotAppliedAgain() {
        long opening = partition.open(SESSION);
        Completion first = send(opening, 1, 1, PUT_A);
        send(opening, 2, 1, PUT_B);
        assertThat(send(opening, 1, 1, PUT_A)).isEqualTo(first);
        assertThat(value()).containsExactly('b');
        assertThat(partition.state.kept(SESSION, opening, 1)).isEqualTo(first);
        assertThat(partition.state.kept(SESSION, opening, 3)).isNull();
    }

    @Test
    void requestsMayComeInAnyOrder() {
        long opening = partition.open(SESSION);
        assertThat(status(opening, 3, 1, PUT_A)).isEqualTo(ResponseStatus.OK);
        assertThat(status(opening, 1, 1, PUT_B)).isEqualTo(ResponseStatus.OK);
        assertThat(value()).containsExactly('b');
        assertThat(send(opening, 3, 1, PUT_A).payload()).isEqualTo(Results.ABSENT);
        assertThat(value()).containsExactly('b');
    }

    @Test
    void aRequestBelowTheFloorIsRefusedAlsoIfItWasNeverSeen() {
        long opening = partition.open(SESSION);
        send(opening, 5, 5, PUT_A);
        assertThat(status(opening, 4, 1, PUT_B)).isEqualTo(ResponseStatus.BELOW_FLOOR);
        assertThat(partition.state.kept(SESSION, opening, 4)).isNull();
        assertThat(value()).containsExactly('a');
    }

    @Test
    void theFloorIsThatOfTheLogAndNeverSinks() {
        long opening = partition.open(SESSION);
        send(opening, 9, 9, PUT_A);
        send(opening, 10, 1, PUT_A);
        assertThat(status(opening, 8, 8, PUT_B)).isEqualTo(ResponseStatus.BELOW_FLOOR);
    }

    @Test
    @Timeout(60)
    void aSessionThatHasCountedAsFarAsItMayCanBeCopied() {
        long opening = partition.open(SESSION);
        send(opening, ClientMessage.Write.MAX_NUMBER, ClientMessage.Write.MAX_NUMBER, PUT_A);
        CopyCursor cursor = CopyCursor.start();
        PartitionState copy = new PartitionStates(Kinds.all()).copying();
        while (!cursor.isDone()) {
            CopyChunk chunk = partition.state.nextChunk(cursor, 1 << 16);
            copy.install(chunk.bytes());
            cursor = chunk.next();
        }
        assertThat(copy.digest()).isEqualTo(partition.state.digest());
    }

    @Test
    void aRefusalIsKeptToo() {
        long opening = partition.open(SESSION);
        byte[] broken = {1, (byte) 0x81, 0, 0};
        assertThat(status(opening, 1, 1, broken)).isEqualTo(ResponseStatus.BAD_REQUEST);
        assertThat(status(opening, 1, 1, PUT_A)).isEqualTo(ResponseStatus.BAD_REQUEST);
    }

    @Test
    void aSessionThatIsNotKnownUnderItsOpeningIsRefused() {
        assertThat(status(1, 1, 1, PUT_A)).isEqualTo(ResponseStatus.SESSION_UNKNOWN);
        long opening = partition.open(SESSION);
        assertThat(status(opening + 1, 1, 1, PUT_A)).isEqualTo(ResponseStatus.SESSION_UNKNOWN);
        assertThat(partition.state.size()).isZero();
    }

    @Test
    void openingAgainGivesTheSameOpening() {
        long opening = partition.open(SESSION);
        send(opening, 1, 1, PUT_A);
        assertThat(partition.open(SESSION)).isEqualTo(opening);
        assertThat(partition.state.kept(SESSION, opening, 1)).isNotNull();
    }

    @Test
    void afterCloseAndReopeningOldRequestsAreRefused() {
        long opening = partition.open(SESSION);
        send(opening, 1, 1, PUT_A);
        assertThat(status(opening, 2, 2, PartitionOperations.closeSession())).isEqualTo(ResponseStatus.OK);
        assertThat(status(opening, 1, 1, PUT_B)).isEqualTo(ResponseStatus.SESSION_UNKNOWN);
        long next = partition.open(SESSION);
        assertThat(next).isGreaterThan(opening);
        assertThat(status(opening, 1, 1, PUT_B)).isEqualTo(ResponseStatus.SESSION_UNKNOWN);
        assertThat(status(next, 1, 1, PUT_B)).isEqualTo(ResponseStatus.OK);
    }

    @Test
    void onlyAsManyRequestsAreOpenAsTheLimitSays() {
        long opening = partition.open(SESSION);
        for (int number = 512; number >= 1; number--) {
            assertThat(status(opening, number, 1, PUT_A)).isEqualTo(ResponseStatus.OK);
        }
        assertThat(status(opening, 513, 1, PUT_B)).isEqualTo(ResponseStatus.TOO_MANY_OPEN);
        assertThat(value()).containsExactly('a');
        assertThat(status(opening, 513, 2, PUT_B)).isEqualTo(ResponseStatus.OK);
        assertThat(value()).containsExactly('b');
    }

    @Test
    void aSilentSessionExpiresUnlessItWasOpenedAnew() {
        long opening = partition.open(SESSION);
        partition.nowMillis += 1000;
        assertThat(partition.state.silentSessions(partition.nowMillis - 1000, 10))
                .isEmpty();
        List<byte[]> commands = partition.state.silentSessions(partition.nowMillis, 10);
        assertThat(commands).hasSize(1);
        partition.own(PartitionOperations.expireSession(SESSION, opening - 1));
        assertThat(partition.state.sessionCount()).isOne();
        partition.own(commands.get(0));
        assertThat(partition.state.sessionCount()).isZero();
        assertThat(status(opening, 1, 1, PUT_A)).isEqualTo(ResponseStatus.SESSION_UNKNOWN);
    }

    @Test
    void aClientCannotLetSessionsOrEntriesExpire() {
        long opening = partition.open(SESSION);
        assertThat(status(opening, 1, 1, PartitionOperations.expireSession(SESSION, opening)))
                .isEqualTo(ResponseStatus.BAD_REQUEST);
        assertThat(status(opening, 2, 1, HexFormat.of().parseHex("018d0000000000000000000000000000000005016b05")))
                .isEqualTo(ResponseStatus.BAD_REQUEST);
        assertThat(partition.state.sessionCount())
                .as("with that of who opened the map")
                .isEqualTo(2);
    }

    @Test
    void aCancelledRequestNeverTakesEffectAndACompleteOneGivesItsResult() {
        long opening = partition.open(SESSION);
        send(opening, 1, 1, PUT_A);
        assertThat(send(opening, 2, 1, PartitionOperations.cancelRequest(3)).payload())
                .isEqualTo(Results.ABSENT);
        assertThat(send(opening, 3, 1, PUT_B).payload()).isEqualTo(Results.ABSENT);
        assertThat(value()).containsExactly('a');
        send(opening, 4, 1, PUT_B);
        assertThat(Results.optionalBytes(send(opening, 5, 1, PartitionOperations.cancelRequest(4))
                        .payload()))
                .containsExactly('a');
        assertThat(status(opening, 6, 6, PartitionOperations.cancelRequest(5))).isEqualTo(ResponseStatus.BAD_REQUEST);
    }

    @Test
    void keptResultsAreForgottenBelowTheFloor() {
        long opening = partition.open(SESSION);
        long empty = partition.state.digest();
        for (int number = 1; number <= 2000; number++) {
            long floor = Math.max(1, number - 100);
            assertThat(status(opening, number, floor, PUT_A)).isEqualTo(ResponseStatus.OK);
            assertThat(partition.state.kept(SESSION, opening, floor)).isNotNull();
            assertThat(partition.state.kept(SESSION, opening, floor - 1)).isNull();
        }
        assertThat(partition.state.digest()).isNotEqualTo(empty);
    }
}
