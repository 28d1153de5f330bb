package io.kith.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.transport.NodeId;
import org.junit.jupiter.api.Test;

/** What a voter was asked for. */
class WishListTest {
    private static final NodeId AUTHOR = new NodeId(1, 1);

    @Test
    void settings_leave_room_for_what_partitions_need() {
        WishList wishes = new WishList();
        int settings = 0;
        while (wishes.add(new Change.SetSetting(AUTHOR, "app.key" + settings, "1"), 0)) {
            settings++;
        }
        assertThat(settings).isEqualTo(WishList.MAX_SETTINGS);
        int moves = 0;
        while (wishes.add(new Change.MovePrimary(AUTHOR, moves, 1, AUTHOR), 0)) {
            moves++;
        }
        assertThat(moves).isEqualTo(ConfigMessage.MAX_CHANGES - WishList.MAX_SETTINGS);
        assertThat(wishes.ready(0)).hasSize(ConfigMessage.MAX_CHANGES);
    }
}
