package io.kith.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RingPlacementTest {
    private static final int PARTITIONS = 1024;

    private static List<RingMember> members(int count, String... zones) {
        SplittableRandom random = new SplittableRandom(42);
        List<RingMember> members = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            members.add(new RingMember(random.nextLong(), random.nextLong(), zones[i % zones.length], 100));
        }
        return members;
    }

    @Test
    void aClusterOfOneHoldsEverything() {
        int[][] placement = RingPlacement.next(members(1, "a"), PARTITIONS, 2, null);

        assertThat(placement).hasDimensions(PARTITIONS, 1).isDeepEqualTo(new int[PARTITIONS][1]);
    }

    @Test
    void noMembersGetNothing() {
        assertThat(RingPlacement.next(List.of(), PARTITIONS, 2, null)).hasDimensions(PARTITIONS, 0);
    }

    @Test
    void threeEqualMembersAreEquallyLoaded() {
        List<RingMember> members = members(3, "a");
        RingBalance balance = RingBalance.of(members, 2, RingPlacement.next(members, PARTITIONS, 2, null));

        assertThat(balance.members()).allSatisfy(load -> {
            assertThat(load.replicas()).isBetween(682, 683);
            assertThat(load.primaries()).isBetween(341, 342);
            assertThat(load.fairReplicas()).isEqualTo(2048 / 3.0);
            assertThat(load.fairPrimaries()).isEqualTo(1024 / 3.0);
            assertThat(load.scatter()).isEqualTo(2);
        });
        assertThat(balance.worstReplicaOverload()).isBetween(1.0, 1.001);
        assertThat(balance.worstPrimaryOverload()).isBetween(1.0, 1.002);
    }

    @Test
    void aFourthMemberTakesItsShareAndNothingElseMoves() {
        List<RingMember> members = members(4, "a");
        int[][] before = RingPlacement.next(members.subList(0, 3), PARTITIONS, 2, null);
        int[][] after = RingPlacement.next(members, PARTITIONS, 2, before);

        assertThat(RingPlacement.movedReplicas(before, after)).isEqualTo(512);
        assertThat(RingPlacement.movedPrimaries(before, after)).isEqualTo(256);
    }

    @Test
    void nothingMovesWhenNothingChanges() {
        List<RingMember> members = members(7, "a", "b", "c");
        int[][] before = RingPlacement.next(members, PARTITIONS, 3, null);

        assertThat(RingPlacement.next(members, PARTITIONS, 3, before)).isDeepEqualTo(before);
    }

    @Test
    void theOrderInWhichMembersAreListedDoesNotMatter() {
        List<RingMember> members = members(5, "a", "b");
        int[][] placement = RingPlacement.next(members, PARTITIONS, 2, null);
        List<RingMember> reversed = new ArrayList<>(members);
        Collections.reverse(reversed);
        int[][] mirrored = RingPlacement.next(reversed, PARTITIONS, 2, null);

        for (int[] list : mirrored) {
            Arrays.setAll(list, i -> 4 - list[i]);
        }
        assertThat(mirrored).isDeepEqualTo(placement);
    }

    @Test
    void argumentsThatMakeNoSenseAreRefused() {
        List<RingMember> members = members(2, "a");
        assertThatThrownBy(() -> RingPlacement.next(members, 1000, 2, null)).hasMessageContaining("power of two");
        assertThatThrownBy(() -> RingPlacement.next(members, 1024, 0, null)).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> RingPlacement.next(List.of(members.get(0), members.get(0)), 1024, 2, null))
                .hasMessageContaining("two ring members");
        assertThatThrownBy(() -> RingPlacement.next(members, 2, 2, new int[][] {{0, 1}}))
                .hasMessageContaining("1 partitions");
        assertThatThrownBy(() -> RingPlacement.next(members, 1, 2, new int[][] {{2}}))
                .hasMessageContaining("names member 2 of 2");
        assertThatThrownBy(() -> RingPlacement.next(members, 1, 2, new int[][] {{1, 1}}))
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> new RingMember(1, 2, "a", 0)).hasMessageContaining("weight");
    }
}
