package io.kith.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kith.transport.CorruptFrameException;
import io.kith.transport.MessageCodecs;
import io.kith.transport.NodeId;
import io.kith.transport.WireInput;
import io.kith.transport.WireOutput;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

final class MembershipCodecTest {
    private final MessageCodecs codecs = MessageCodecs.of(new MembershipCodec());

    @Property(tries = 500)
    void whatIsWrittenIsReadAndWhatIsCutShortIsCorrupt(@ForAll("messages") MembershipMessage message, @ForAll int cut) {
        WireOutput out = WireOutput.onHeap(64);
        codecs.write(message, out);
        byte[] whole = out.toByteArray();
        assertThat(codecs.read(WireInput.of(whole))).isEqualTo(message);
        byte[] part = Arrays.copyOf(whole, Math.floorMod(cut, whole.length));
        assertThatExceptionOfType(CorruptFrameException.class).isThrownBy(() -> codecs.read(WireInput.of(part)));
    }

    @Property(tries = 1_000)
    void anyBytesAreAMessageOrCorrupt(@ForAll @Size(max = 80) byte[] bytes) {
        byte[] framed = new byte[bytes.length + 1];
        framed[0] = 2;
        System.arraycopy(bytes, 0, framed, 1, bytes.length);
        if (bytes.length > 0) {
            framed[1] = (byte) (1 + Math.floorMod(bytes[0], 11));
        }
        try {
            assertThat(codecs.read(WireInput.of(framed))).isInstanceOf(MembershipMessage.class);
        } catch (CorruptFrameException e) {
            assertThat(e).hasMessageNotContaining("null");
        }
    }

    @Provide
    Arbitrary<MembershipMessage> messages() {
        Arbitrary<Long> number = Arbitraries.longs().between(0, 1L << 53);
        Arbitrary<Long> any = Arbitraries.longs();
        Arbitrary<Integer> hint = Arbitraries.integers().between(0, 255);
        Arbitrary<NodeId> id = Combinators.combine(any, any).as(NodeId::new);
        Arbitrary<LinkReport.Link> link = Combinators.combine(
                        id,
                        Arbitraries.of(true, false),
                        hint,
                        hint,
                        Arbitraries.integers().between(0, 1_000),
                        hint)
                .as(LinkReport.Link::new);
        Arbitrary<LinkReport> report = Combinators.combine(
                        id,
                        number,
                        number.list().ofMaxSize(LinkReport.MAX_FIGURES),
                        link.list().ofMaxSize(5))
                .as(LinkReport::new);
        Arbitrary<List<LinkReport>> reports = report.list().ofMaxSize(LinkGossip.MAX_REPORTS);
        return Arbitraries.oneOf(List.of(
                Combinators.combine(number, any, number, number).as(Heartbeat::new),
                Combinators.combine(number, any, number, number, number, hint, hint)
                        .as(HeartbeatAnswer::new),
                Combinators.combine(any, id).as(ProbeRequest::new),
                any.map(Probe::new),
                Combinators.combine(any, number).as(ProbeAck::new),
                Combinators.combine(any, id, Arbitraries.of(true, false)).as(ProbeAnswer::new),
                Combinators.combine(id, number, Arbitraries.of(true, false)).as(Accusation::new),
                number.map(Refutation::new),
                reports.map(LinkGossip::new),
                Arbitraries.just(new PullLinks()),
                reports.map(LinkSurvey::new)));
    }
}
