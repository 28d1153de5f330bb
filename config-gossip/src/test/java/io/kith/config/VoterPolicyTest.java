package io.kith.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class VoterPolicyTest {

    @Test
    void the_number_of_voters_is_odd_and_grows_with_the_cluster() {
        assertThat(count(1, 1)).isEqualTo(1);
        assertThat(count(2, 1)).isEqualTo(1);
        assertThat(count(3, 1)).isEqualTo(3);
        assertThat(count(4, 1)).isEqualTo(3);
        assertThat(count(5, 1)).isEqualTo(5);
        assertThat(count(99, 3)).isEqualTo(5);
        assertThat(count(100, 2)).isEqualTo(5);
        assertThat(count(100, 3)).isEqualTo(7);
    }

    @Test
    void the_oldest_vote() {
        assertThat(VoterPolicy.choose(members(6, 1), 3)).containsExactly(id(1), id(2), id(3));
    }

    @Test
    void voters_are_spread_over_the_zones() {
        List<Member> members = new ArrayList<>();
        for (int i = 1; i <= 6; i++) {
            members.add(member(i, i <= 4 ? "east" : i == 5 ? "north" : "west", MemberState.ACTIVE));
        }
        assertThat(VoterPolicy.choose(members, 3)).containsExactly(id(1), id(5), id(6));
        assertThat(VoterPolicy.choose(members, 5)).containsExactly(id(1), id(2), id(3), id(5), id(6));
    }

    @Test
    void members_that_leave_vote_only_where_there_are_no_others() {
        List<Member> members = members(4, 1);
        members.set(0, member(1, "zone0", MemberState.LEAVING));
        assertThat(VoterPolicy.choose(members, 3)).containsExactly(id(2), id(3), id(4));
        assertThat(VoterPolicy.choose(members, 4)).hasSize(4);
    }

    @Test
    void only_who_is_trusted_becomes_a_voter() {
        ClusterConfig config = config(members(3, 1), 1);
        assertThat(VoterPolicy.next(config, node -> node.equals(id(1)))).isNull();
        assertThat(VoterPolicy.next(config, node -> !node.equals(id(2)))).containsExactly(id(1), id(3));
    }

    @Test
    void a_dead_voter_is_replaced_by_the_oldest_that_is_trusted_or_not_at_all() {
        ClusterConfig config = config(members(7, 1), 1, 2, 3, 4, 5);
        assertThat(VoterPolicy.without(config, id(1), node -> !node.equals(id(1))))
                .containsExactlyInAnyOrder(id(2), id(3), id(4), id(5), id(6));
        assertThat(VoterPolicy.without(config, id(1), config::isVoter))
                .containsExactlyInAnyOrder(id(2), id(3), id(4), id(5));
        assertThat(VoterPolicy.without(config, id(1), node -> node.equals(id(2))))
                .isNull();
        assertThat(VoterPolicy.without(config(members(1, 1), 1), id(1), node -> true))
                .isNull();
    }

    @Property(tries = 200)
    void step_by_step_the_voters_become_what_the_rule_says(
            @ForAll @IntRange(min = 1, max = 12) int count, @ForAll @IntRange(min = 1, max = 3) int zones) {
        List<Member> members = members(count, zones);
        ClusterConfig config = config(members, count);
        for (int step = 0; step < 12; step++) {
            List<NodeId> next = VoterPolicy.next(config, node -> true);
            if (next == null) {
                break;
            }
            Change change = new Change.SetVoters(id(1), next);
            assertThat(ConfigTransition.refusal(config, List.of(), change)).isNull();
            config = ConfigTransition.apply(config, List.of(change));
        }
        assertThat(config.voters()).isEqualTo(VoterPolicy.choose(members, VoterPolicy.wantedCount(members)));
    }

    private static int count(int members, int zones) {
        return VoterPolicy.wantedCount(members(members, zones));
    }

    private static List<Member> members(int count, int zones) {
        List<Member> members = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            members.add(member(i, "zone" + i % zones, MemberState.ACTIVE));
        }
        return members;
    }

    private static Member member(int number, String zone, MemberState state) {
        return new Member(id(number), new NodeAddress("localhost", number), zone, 100, false, state, number);
    }

    private static NodeId id(int number) {
        return new NodeId(0, number);
    }

    private static ClusterConfig config(List<Member> members, int... voters) {
        ImmutableSortedMap.Builder<NodeId, Member> map = ImmutableSortedMap.naturalOrder();
        members.forEach(member -> map.put(member.id(), member));
        List<NodeId> ids = new ArrayList<>();
        for (int voter : voters) {
            ids.add(id(voter));
        }
        return new ClusterConfig(
                id(999),
                new ClusterParameters("test", 1, 1_000, 10),
                1,
                1,
                map.build(),
                ids,
                new PartitionReplicas[] {new PartitionReplicas(1, List.of(id(1)), 1)},
                RingTargets.newLists(1),
                SettingsTable.founding(id(999), ImmutableSortedMap.of()),
                MemberJournal.founding(members.get(0)));
    }
}
