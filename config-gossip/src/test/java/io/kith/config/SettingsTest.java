package io.kith.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableSortedMap;
import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private static final NodeId A = new NodeId(1, 1);

    private static ClusterConfig genesis() {
        Member founder = new Member(A, new NodeAddress("127.0.0.1", 7400), "z", 100, false, MemberState.ACTIVE, 0);
        return Genesis.config(new NodeId(9, 9), new ClusterParameters("kith", 4, 1_000, 10), founder, 2);
    }

    private static Change.SetSetting set(String key, String value, long expectedVersion, long nonce) {
        return new Change.SetSetting(A, key, value, expectedVersion, nonce, 1_000, "ann");
    }

    private static ClusterConfig after(ClusterConfig config, Change... changes) {
        return ConfigTransition.apply(config, List.of(changes));
    }

    @Test
    void aSettingHasTheVersionOfTheConfigInWhichItGotItsValue() {
        ClusterConfig two = after(genesis(), set("app.x", "1", 0, 5));
        ClusterConfig three = after(two, set("app.y", "1", 0, 6));

        assertThat(three.settingsTable().version("app.x")).isEqualTo(2);
        assertThat(three.settingsTable().version("app.y")).isEqualTo(3);
        assertThat(three.settingsTable().version("app.z")).isZero();
    }

    @Test
    void aChangeThatExpectsAnotherVersionIsRefusedAndNamesTheOneThereIs() {
        ClusterConfig two = after(genesis(), set("app.x", "1", 0, 5));

        assertThat(ConfigTransition.refusal(two, List.of(), set("app.x", "2", 0, 6)))
                .contains("has version 2, not 0");
        assertThat(after(two, set("app.x", "2", 2, 7)).settings()).containsEntry("app.x", "2");
    }

    @Test
    void ofTwoChangesInOneVersionThatExpectTheSameOnlyTheFirstIsMade() {
        ClusterConfig two = after(genesis(), set("app.x", "1", 0, 5), set("app.x", "2", 0, 6));

        assertThat(two.settings()).containsEntry("app.x", "1");
        assertThat(two.settingsTable().history()).hasSize(2);
    }

    @Test
    void aRetryOfAChangeThatWasOverwrittenSinceIsNotMadeAgain() {
        Change.SetSetting first = set("app.x", "1", Change.SetSetting.ANY_VERSION, 5);
        ClusterConfig three = after(after(genesis(), first), set("app.x", "2", 2, 6));

        assertThat(ConfigTransition.satisfied(three, first)).isTrue();
        assertThat(after(three, first).settings()).containsEntry("app.x", "2");
    }

    @Test
    void theHistorySaysWhoChangedWhatWhenAndGivesBackOldVersions() {
        ClusterConfig two = after(genesis(), set("app.x", "1", 0, 5));
        ClusterConfig three = after(two, set("app.x", "2", 2, 6));
        ClusterConfig four = after(three, new Change.SetSetting(A, "app.x", null));

        SettingRevision revision = three.settingsTable().history().get(2);
        assertThat(revision).isEqualTo(new SettingRevision(3, "app.x", "2", "1", A, "ann", 1_000, 6));
        assertThat(four.settingsTable().valuesAt(2)).containsEntry("app.x", "1");
        assertThat(four.settingsTable().valuesAt(3)).containsEntry("app.x", "2");
        assertThat(four.settingsTable().valuesAt(4)).doesNotContainKey("app.x");
        assertThat(four.settingsTable().valuesAt(1)).isEqualTo(ImmutableSortedMap.of("replication.factor", "2"));
    }

    @Test
    void theHistoryIsBoundedAndSaysHowFarBackItGoes() {
        ClusterConfig config = genesis();
        for (int i = 0; i < SettingsTable.MAX_REVISIONS + 100; i++) {
            config = after(config, set("app.x", "" + i, Change.SetSetting.ANY_VERSION, i + 1));
        }
        SettingsTable settings = config.settingsTable();

        assertThat(settings.history()).hasSize(SettingsTable.MAX_REVISIONS);
        long oldest = settings.completeSince();
        assertThat(settings.valuesAt(oldest)).containsEntry("app.x", "" + (oldest - 2));
        assertThatThrownBy(() -> settings.valuesAt(oldest - 1)).hasMessageContaining("oldest that are known");
        ClusterConfig long1 = after(genesis(), set("app.a", "x".repeat(8_000), 0, 1));
        for (int i = 0; i < 40; i++) {
            long1 = after(long1, set("app.a", i + "x".repeat(8_000), Change.SetSetting.ANY_VERSION, i + 2));
        }
        assertThat(long1.settingsTable().history()).hasSizeLessThan(10);
    }

    @Test
    void heartbeatsSuspicionAndLeaseMustGoTogether() {
        ClusterConfig config = genesis();

        assertThat(ConfigTransition.settingRefusal(config, "membership.heartbeat.millis", "251"))
                .contains("a quarter of the cluster's lease of 1000 ms");
        assertThat(ConfigTransition.settingRefusal(config, "membership.suspicion.millis", "749"))
                .contains("at least three times");
        assertThat(ConfigTransition.settingRefusal(config, "membership.suspicion.millis", "750"))
                .isNull();
        ClusterConfig slow = after(config, new Change.SetSetting(A, "membership.heartbeat.millis", "100"));
        assertThat(ConfigTransition.settingRefusal(slow, "membership.suspicion.millis", "300"))
                .isNull();
        ClusterConfig both = after(slow, new Change.SetSetting(A, "membership.suspicion.millis", "300"));
        assertThat(ConfigTransition.settingRefusal(both, "membership.heartbeat.millis", null))
                .contains("set the other one first");
    }

    @Test
    void collectionsHaveDefaultsOfTheirOwn() {
        ClusterConfig config = genesis();

        assertThat(ConfigTransition.settingRefusal(config, SettingKeys.ttlMillisOf("orders.eu"), "60000"))
                .isNull();
        assertThat(ConfigTransition.settingRefusal(config, SettingKeys.ttlMillisOf("orders"), "0"))
                .contains("1 to");
        assertThat(ConfigTransition.settingRefusal(config, SettingKeys.capacityOf("jobs"), "many"))
                .contains("whole number");
        assertThat(ConfigTransition.settingRefusal(config, "collection.ttl.millis", "1"))
                .contains("there is no setting");
    }

    @Test
    void allowedClassesAreNamesOfClassesAndPackages() {
        ClusterConfig config = genesis();
        for (String fine : List.of("com.example.Order", "Order", "a.B$C,com.example.events.*,d.E")) {
            assertThat(ConfigTransition.settingRefusal(config, SettingKeys.ALLOWED_CLASSES, fine))
                    .isNull();
        }
        for (String wrong : List.of("", "*", "a.*.b", "a.B, c.D", "a.B,", "a-b.C", "a..B", ".*")) {
            assertThat(ConfigTransition.settingRefusal(config, SettingKeys.ALLOWED_CLASSES, wrong))
                    .contains("as in com.example.Order,com.example.events.*");
        }
    }

    @Test
    void namesThatAreNoWellFormedUnicodeAreRefusedAsTheyWouldBecomeOthers() {
        String half = "a\uD800";
        for (ThrowingCallable each : List.<ThrowingCallable>of(
                () -> ClusterParameters.defaults(half),
                () -> new Member(A, new NodeAddress("a", 1), half, 100, false, MemberState.ACTIVE, 1),
                () -> new Change.SetSetting(A, "app." + half, "1"),
                () -> new Change.SetSetting(A, "app.a", half),
                () -> new Change.SetSetting(A, "app.a", "1", 0, 0, 0, half))) {
            assertThatThrownBy(each)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no well-formed Unicode");
        }
    }

    @Test
    void everyKnownSettingTakesItsDefault() {
        for (SettingKey key : SettingKeys.all()) {
            assertThat(ConfigTransition.settingRefusal(genesis(), key.name(), Long.toString(key.defaultValue())))
                    .isNull();
            assertThat(key.in(genesis())).isEqualTo(key.defaultValue());
        }
    }

    @Test
    void eventsAreToldInOrderAlsoIfVersionsWereNeverSeen() {
        ClusterConfig one = genesis();
        Member joiner = new Member(
                new NodeId(2, 2), new NodeAddress("127.0.0.1", 7401), "z", 100, false, MemberState.ACTIVE, 0);
        ClusterConfig two = after(one, new Change.Admit(A, joiner));
        ClusterConfig three = after(two, set("app.x", "1", 0, 5));
        ClusterConfig four = after(three, new Change.Remove(A, joiner.id()));

        assertThat(ClusterEvents.between(one, 1, four))
                .containsExactly(
                        new ClusterEvent.MemberChanged(
                                new MemberEvent(2, MemberEvent.Kind.JOINED, joiner.id(), joiner.address())),
                        new ClusterEvent.SettingChanged(new SettingRevision(3, "app.x", "1", null, A, "ann", 1_000, 5)),
                        new ClusterEvent.MemberChanged(
                                new MemberEvent(4, MemberEvent.Kind.REMOVED, joiner.id(), joiner.address())));
        assertThat(ClusterEvents.between(one, 1, two))
                .hasSize(2)
                .last()
                .isEqualTo(new ClusterEvent.UnderReplicated(2, 4));
        assertThat(ClusterEvents.between(two, 2, four)).last().isEqualTo(new ClusterEvent.FullyReplicated(4));
        assertThat(ClusterEvents.between(four, 4, four)).isEmpty();
    }
}
