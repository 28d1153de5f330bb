package io.kith.collections.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.collections.Kinds;
import io.kith.collections.PartitionDriver;
import io.kith.collections.kind.LogCommand;
import io.kith.collections.map.MapOperations;
import io.kith.collections.map.TimedValue;
import io.kith.collections.sequence.DequeOperations;
import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Incarnation;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.Results;
import io.kith.transport.NodeId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Collections are opened and destroyed by logged entries. */
class OpeningTest {
    private static final CollectionRef MAP = PartitionDriver.map(11);
    private static final CollectionRef DEQUE = PartitionDriver.deque(2);
    private static final byte[] KEY = {1};
    private static final byte[] VALUE = {2};
    private static final byte[] PUT = MapOperations.put(MAP, KEY, VALUE, 0);
    private static final byte[] DESTROY = PartitionOperations.destroyCollection(MAP.incarnation());

    private final PartitionDriver partition = PartitionDriver.plain();

    private long open(CollectionRef collection) {
        return partition.open(collection, "name", CollectionOptions.NONE);
    }

    private ResponseStatus write(byte[] operation) {
        return partition.write(operation).status();
    }

    private ResponseStatus read(byte[] operation) {
        return partition.state.read(operation).status();
    }

    @Test
    void aWriteToWhatIsNotOpenIsRefusedAndItsRefusalIsKept() {
        NodeId session = new NodeId(4, 4);
        long opening = partition.open(session);
        assertThat(partition.log(session, opening, 1, 1, PUT).get(0).status())
                .isEqualTo(ResponseStatus.COLLECTION_UNKNOWN);
        open(MAP);
        assertThat(partition.log(session, opening, 1, 1, PUT).get(0).status())
                .as("the same request again")
                .isEqualTo(ResponseStatus.COLLECTION_UNKNOWN);
        assertThat(partition.state.size()).isZero();
        assertThat(partition.log(session, opening, 2, 1, PUT).get(0).status()).isEqualTo(ResponseStatus.OK);
    }

    @Test
    void anOpeningIsTheSameForAllWhoOpen() {
        long opening = open(MAP);
        assertThat(open(MAP)).isEqualTo(opening);
        assertThat(opening).isEqualTo(2);
        assertThat(partition.state.collections())
                .containsExactly(new CollectionView(
                        CollectionType.HASH_MAP, "name", MAP.incarnation(), opening, CollectionOptions.NONE, 0, 0));
        partition.result(MapOperations.put(MAP.openedAs(opening), KEY, VALUE, 0));
        assertThat(Results.optionalBytes(partition.result(MapOperations.get(MAP, KEY))))
                .isEqualTo(VALUE);
        assertThat(Results.optionalBytes(partition.result(MapOperations.get(MAP.openedAs(opening), KEY))))
                .isEqualTo(VALUE);
    }

    @Test
    void whatIsNotOpenIsReadAsEmptyByItsIncarnationOnly() {
        assertThat(Results.optionalBytes(partition.result(MapOperations.get(MAP, KEY))))
                .isNull();
        assertThat(read(MapOperations.get(MAP.openedAs(7), KEY))).isEqualTo(ResponseStatus.COLLECTION_UNKNOWN);
        assertThat(write(MapOperations.put(MAP.openedAs(7), KEY, VALUE, 0)))
                .isEqualTo(ResponseStatus.COLLECTION_UNKNOWN);
    }

    @Test
    void whatIsOpenAsOneTypeIsNotOpenedAsAnother() {
        open(MAP);
        CollectionRef set = CollectionRef.named(CollectionType.HASH_SET, MAP.incarnation());
        assertThat(write(PartitionOperations.openCollection(
                        set.incarnation(), set.type(), "name", CollectionOptions.NONE)))
                .isEqualTo(ResponseStatus.WRONG_TYPE);
        assertThat(write(MapOperations.put(set, KEY, VALUE, 0))).isEqualTo(ResponseStatus.WRONG_TYPE);
        assertThat(read(MapOperations.get(set, KEY))).isEqualTo(ResponseStatus.WRONG_TYPE);
    }

    @Test
    void whatWasDestroyedIsRefusedUnderBothNamesAndNotOpenedAgain() {
        CollectionRef opened = MAP.openedAs(open(MAP));
        partition.result(PUT);
        partition.result(DESTROY);
        assertThat(partition.state.size()).isZero();
        assertThat(partition.state.collectionCount()).isZero();
        for (CollectionRef ref : List.of(MAP, opened)) {
            assertThat(write(MapOperations.put(ref, KEY, VALUE, 0))).isEqualTo(ResponseStatus.COLLECTION_DESTROYED);
            assertThat(read(MapOperations.get(ref, KEY))).isEqualTo(ResponseStatus.COLLECTION_DESTROYED);
        }
        assertThat(write(PartitionOperations.openCollection(
                        MAP.incarnation(), MAP.type(), "name", CollectionOptions.NONE)))
                .isEqualTo(ResponseStatus.COLLECTION_DESTROYED);
        partition.result(DESTROY);
    }

    @Test
    void whatWasNeverOpenCanBeDestroyedToo() {
        partition.result(DESTROY);
        assertThat(write(PUT)).isEqualTo(ResponseStatus.COLLECTION_DESTROYED);
    }

    @Test
    void theRegistryCannotBeDestroyed() {
        assertThat(write(PartitionOperations.destroyCollection(Incarnation.REGISTRY)))
                .isEqualTo(ResponseStatus.BAD_REQUEST);
    }

    @Test
    void whatWasDestroyedUpToAnEntryIsForgottenWhenThePrimarySaysSoWhateverWallClocksSay() {
        open(MAP);
        partition.result(DESTROY);
        long destroyed = partition.log.size();
        partition.nowMillis += 100_000_000;
        partition.own(PartitionOperations.forgetDestroyed(destroyed - 1));
        assertThat(write(PUT)).isEqualTo(ResponseStatus.COLLECTION_DESTROYED);
        assertThat(partition.state.forgettable(destroyed - 1)).isNull();
        byte[] forget = partition.state.forgettable(destroyed);
        assertThat(forget).isNotNull();
        partition.own(forget);
        assertThat(partition.state.forgettable(Long.MAX_VALUE)).isNull();
        assertThat(write(PUT)).isEqualTo(ResponseStatus.COLLECTION_UNKNOWN);
    }

    @Test
    void optionsAreInForceFromTheOpeningOnAndChangeByTheLog() {
        partition.open(MAP, "sessions", new CollectionOptions(500, 0));
        partition.result(PUT);
        TimedValue first = MapOperations.timedValue(partition.result(MapOperations.getEntry(MAP, KEY)));
        assertThat(first.expiresAtMillis()).isEqualTo(partition.nowMillis + 500);

        OptionSource source = (type, name, given) -> name.equals("sessions") ? new CollectionOptions(900, 0) : given;
        List<byte[]> changes = partition.state.optionChanges(source, 10);
        assertThat(changes).hasSize(1);
        changes.forEach(partition::own);
        assertThat(partition.state.optionChanges(source, 10)).isEmpty();
        partition.result(PUT);
        TimedValue second = MapOperations.timedValue(partition.result(MapOperations.getEntry(MAP, KEY)));
        assertThat(second.expiresAtMillis()).isEqualTo(partition.nowMillis + 900);
        assertThat(partition.state.optionChanges((type, name, given) -> given, 10))
                .hasSize(1);
    }

    @Test
    void whatAPrimaryLogsBehindAnOpeningHasTheSettingsInForceAtOnce() {
        byte[] open =
                PartitionOperations.openCollection(DEQUE.incarnation(), DEQUE.type(), "jobs", CollectionOptions.NONE);
        OptionSource source = (type, name, given) -> new CollectionOptions(0, 1);
        assertThat(PartitionState.optionsBehind(PUT, 2, source)).isNull();
        assertThat(PartitionState.optionsBehind(open, 2, (type, name, given) -> given))
                .isNull();
        partition.result(open);
        partition.own(PartitionState.optionsBehind(open, partition.log.size(), source));
        assertThat(Results.bool(partition.result(DequeOperations.offer(DEQUE, true, VALUE))))
                .isTrue();
        assertThat(Results.bool(partition.result(DequeOperations.offer(DEQUE, true, VALUE))))
                .isFalse();
        assertThat(Results.number(partition.result(DequeOperations.capacity(DEQUE))))
                .isEqualTo(1);
    }

    @Test
    void aPrimarysCommandAboutWhatHasGoneDoesNothing() {
        open(MAP);
        partition.result(MapOperations.put(MAP, KEY, VALUE, 500));
        List<byte[]> due = partition.state.nextExpiries(Long.MAX_VALUE, 9);
        partition.result(DESTROY);
        long digest = partition.state.digest();
        due.forEach(partition::own);
        partition.own(PartitionOperations.setOptions(2, new CollectionOptions(5, 5)));
        assertThat(partition.state.digest()).isEqualTo(digest);
    }

    @Test
    void aJoinerAppliesARetryThatItsSourceAppliedAfterARefusal() {
        NodeId session = new NodeId(4, 4);
        long opening = partition.open(session);
        PartitionState joiner = new PartitionStates(Kinds.all()).copying();
        var sessions = partition.state.nextChunk(CopyCursor.start(), 1);
        joiner.install(sessions.bytes());
        int applied = partition.log.size();
        partition.log(session, opening, 1, 1, PUT);
        partition.log(
                session,
                opening,
                2,
                1,
                PartitionOperations.openCollection(MAP.incarnation(), MAP.type(), "m", CollectionOptions.NONE));
        partition.log(session, opening, 3, 1, PUT);
        for (LogCommand command : partition.log.subList(applied, partition.log.size())) {
            joiner.apply(command);
        }
        CopyCursor cursor = sessions.next();
        while (!joiner.isComplete()) {
            var chunk = partition.state.nextChunk(cursor, 1);
            assertThat(joiner.install(chunk.bytes())).isTrue();
            cursor = chunk.next();
        }
        assertThat(joiner.digest()).isEqualTo(partition.state.digest());
        assertThat(joiner.kept(session, opening, 1).status()).isEqualTo(ResponseStatus.COLLECTION_UNKNOWN);
        assertThat(joiner.collections()).isEqualTo(partition.state.collections());
    }

    @Test
    void withoutItsRuleAWriteOpensWhatNobodyOpened() {
        PartitionDriver lax = PartitionDriver.under(new PartitionRules() {
            @Override
            public boolean isRefusedUnopened(boolean open) {
                return false;
            }
        });
        assertThat(lax.write(PUT).status()).isEqualTo(ResponseStatus.OK);
    }

    @Test
    void withoutItsRuleWhatWasDestroyedIsOpenedAgain() {
        PartitionDriver lax = PartitionDriver.under(new PartitionRules() {
            @Override
            public boolean staysDestroyed(boolean destroyed) {
                return false;
            }
        });
        lax.result(DESTROY);
        assertThat(lax.open(MAP, "name", CollectionOptions.NONE)).isPositive();
    }
}
