package io.kith.collections.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.collections.Kinds;
import io.kith.collections.PartitionDriver;
import io.kith.collections.lock.LockOperations;
import io.kith.collections.map.MapOperations;
import io.kith.collections.partition.PartitionOperations;
import io.kith.collections.sequence.VecOperations;
import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Incarnation;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KindTableTest {
    private static final CollectionRef MAP = PartitionDriver.map(1).openedAs(300);
    private static final byte[] KEY = {1};
    private static final byte[] OTHER = {2};

    private static List<CollectionKind<?>> kinds() {
        List<CollectionKind<?>> kinds = new ArrayList<>();
        for (CollectionType type : CollectionType.values()) {
            kinds.add(Kinds.all().kind(type.code()));
        }
        return kinds;
    }

    @Test
    void aTypeWithoutAKindIsNoticedAtTheStart() {
        List<CollectionKind<?>> kinds = kinds();
        kinds.remove(2);
        assertThatThrownBy(() -> new KindTable(PartitionOperations.specs(), kinds))
                .hasMessageContaining("vec");
    }

    @Test
    void twoKindsOfOneTypeAreNoticedAtTheStart() {
        List<CollectionKind<?>> kinds = kinds();
        kinds.add(kinds.get(0));
        assertThatThrownBy(() -> new KindTable(PartitionOperations.specs(), kinds))
                .hasMessageContaining("hash map");
    }

    @Test
    void twoOperationsWithOneCodeAreNoticedAtTheStart() {
        List<OperationSpec> specs = new ArrayList<>(PartitionOperations.specs());
        specs.add(specs.get(0));
        assertThatThrownBy(() -> new KindTable(specs, kinds())).hasMessageContaining("the same code");
    }

    @Test
    void anOperationThatContradictsItselfIsNoticed() {
        ArgumentForm none = ArgumentForm.of("");
        assertThatThrownBy(() -> new OperationSpec(0x01, "x", none, Access.WRITE, Scope.COLLECTION, false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new OperationSpec(0x81, "x", none, Access.READ, Scope.COLLECTION, false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new OperationSpec(0x81, "x", none, Access.OWN, Scope.COLLECTION, true))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new OperationSpec(0x81, "x", none, Access.WRITE, Scope.KEY, false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new OperationSpec(0x81, "", none, Access.WRITE, Scope.COLLECTION, false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ArgumentForm.of("k?")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ArgumentForm.of("rn")).isInstanceOf(IllegalArgumentException.class);
    }

    private static boolean conflict(byte[] write, byte[] read) {
        return Kinds.all().conflict(write, read);
    }

    @Test
    void writesConflictWithReadsOfTheSameKeyOrOfMoreThanAKey() {
        byte[] write = MapOperations.set(MAP, KEY, OTHER, 0);
        assertThat(conflict(write, MapOperations.get(MAP, KEY))).isTrue();
        assertThat(conflict(write, MapOperations.get(MAP, OTHER))).isFalse();
        assertThat(conflict(write, MapOperations.get(MAP, new byte[] {1, 0}))).isFalse();
        assertThat(conflict(write, MapOperations.size(MAP))).isTrue();
        assertThat(conflict(MapOperations.clear(MAP), MapOperations.get(MAP, KEY)))
                .isTrue();
        assertThat(conflict(write, MapOperations.get(MAP.openedAs(301), KEY))).isFalse();
        assertThat(conflict(write, VecOperations.size(PartitionDriver.vec(4).openedAs(4))))
                .isFalse();
    }

    @Test
    void whatNamesNoOpeningIsTakenToBeAboutAnyCollection() {
        CollectionRef named = PartitionDriver.map(9);
        assertThat(conflict(MapOperations.set(named, KEY, OTHER, 0), MapOperations.get(MAP, OTHER)))
                .isTrue();
        assertThat(conflict(MapOperations.set(MAP, KEY, OTHER, 0), MapOperations.get(named, OTHER)))
                .isTrue();
    }

    @Test
    void whatChangesTheCatalogConflictsWithEveryRead() {
        byte[] read = MapOperations.get(MAP, KEY);
        assertThat(conflict(
                        PartitionOperations.openCollection(
                                new Incarnation(5, 5), CollectionType.VEC, "x", CollectionOptions.NONE),
                        read))
                .isTrue();
        assertThat(conflict(PartitionOperations.destroyCollection(new Incarnation(5, 5)), read))
                .isTrue();
        assertThat(conflict(PartitionOperations.setOptions(9, CollectionOptions.NONE), read))
                .isTrue();
    }

    @Test
    void sessionsThatEndConflictWithReadsOfLocksOnly() {
        byte[] close = PartitionOperations.closeSession();
        byte[] expire = PartitionOperations.expireSession(new NodeId(1, 2), 3);
        byte[] lock = LockOperations.state(CollectionRef.named(CollectionType.LOCK, new Incarnation(1, 1)));
        assertThat(conflict(close, MapOperations.get(MAP, KEY))).isFalse();
        assertThat(conflict(PartitionOperations.cancelRequest(1), lock)).isFalse();
        assertThat(conflict(close, lock)).isTrue();
        assertThat(conflict(expire, lock)).isTrue();
    }
}
