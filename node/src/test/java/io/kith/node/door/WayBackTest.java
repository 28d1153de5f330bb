package io.kith.node.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.collections.wire.ClientMessage;
import io.kith.collections.wire.ResponseStatus;
import io.kith.replication.host.Responder;
import io.kith.transport.MemoryAccount;
import io.kith.transport.Message;
import io.kith.transport.Room;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Answers on their way to clients that take them, or do not. */
class WayBackTest {
    private final List<Message> sent = new ArrayList<>();
    private long roomBytes;
    private final ClientLink link = new ClientLink(DoorWorld.CLIENT, sent::add, bytes -> bytes <= roomBytes);

    private ClientMessage.Response only() {
        assertThat(sent).hasSize(1);
        return (ClientMessage.Response) sent.get(0);
    }

    @Test
    void aLargeAnswerForWhichThereIsNoRoomIsToBeAskedForAgain() {
        WayBack.to(link, 7).respond(ResponseStatus.OK, new byte[100_000]);
        assertThat(only().correlation()).isEqualTo(7);
        assertThat(only().status()).isEqualTo(ResponseStatus.RETRY);
        assertThat(only().payload()).isEmpty();
    }

    @Test
    void aLargeAnswerForWhichThereIsRoomIsSent() {
        roomBytes = 100_000;
        WayBack.to(link, 7).respond(ResponseStatus.OK, new byte[100_000]);
        assertThat(only().status()).isEqualTo(ResponseStatus.OK);
        assertThat(only().payload()).hasSize(100_000);
    }

    @Test
    void aSmallAnswerIsSentInAnyCase() {
        WayBack.to(link, 7).respond(ResponseStatus.OK, new byte[1_000]);
        assertThat(only().status()).isEqualTo(ResponseStatus.OK);
    }

    @Test
    void theRoomOfARequestIsGivenBackWithTheWordThatItIsToBeAskedAgain() {
        MemoryAccount account = new MemoryAccount(1_000_000);
        Room room = account.ask(500_000, () -> {});
        link.carry(room);
        Responder responder = WayBack.to(link, 7);
        assertThat(account.reservedBytes()).isEqualTo(500_000);
        responder.respond(ResponseStatus.OK, new byte[100_000]);
        assertThat(account.reservedBytes()).isZero();
    }
}
