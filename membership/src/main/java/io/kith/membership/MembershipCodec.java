package io.kith.membership;

import io.kith.transport.MessageCodec;
import io.kith.transport.NodeId;
import io.kith.transport.WireInput;
import io.kith.transport.WireKinds;
import io.kith.transport.WireOutput;
import java.util.ArrayList;
import java.util.List;

/** The wire form of {@link MembershipMessage}s: family 2. */
public final class MembershipCodec implements MessageCodec<MembershipMessage> {
    private static final int FAMILY = 2;
    private static final int VERSION = 2;
    private static final WireKinds<MembershipMessage.Kind> KINDS = WireKinds.of(MembershipMessage.Kind.class);
    private static final int MIN_REPORT_BYTES = 19;
    private static final int MIN_LINK_BYTES = 21;

    @Override
    public Class<MembershipMessage> messageType() {
        return MembershipMessage.class;
    }

    @Override
    public int family() {
        return FAMILY;
    }

    @Override
    public int version() {
        return VERSION;
    }

    @Override
    public void write(MembershipMessage message, WireOutput out) {
        out.writeKind(message.kind());
        WireOutput unused = switch (message.kind()) {
            case HEARTBEAT -> write((Heartbeat) message, out);
            case HEARTBEAT_ANSWER -> write((HeartbeatAnswer) message, out);
            case PROBE_REQUEST -> write((ProbeRequest) message, out);
            case PROBE -> out.writeVarLong(((Probe) message).nonce());
            case PROBE_ACK -> write((ProbeAck) message, out);
            case PROBE_ANSWER -> write((ProbeAnswer) message, out);
            case ACCUSATION -> write((Accusation) message, out);
            case REFUTATION -> out.writeVarLong(((Refutation) message).incarnation());
            case LINK_GOSSIP -> write(((LinkGossip) message).reports(), out);
            case PULL_LINKS -> out;
            case LINK_SURVEY -> write(((LinkSurvey) message).reports(), out);
        };
    }

    private static WireOutput write(Heartbeat heartbeat, WireOutput out) {
        out.writeVarLong(heartbeat.sequence()).writeFixedLong(heartbeat.sentNanos());
        return out.writeVarLong(heartbeat.configId()).writeVarLong(heartbeat.incarnation());
    }

    private static WireOutput write(HeartbeatAnswer answer, WireOutput out) {
        out.writeVarLong(answer.sequence()).writeFixedLong(answer.echoSentNanos());
        out.writeVarLong(answer.configId()).writeVarLong(answer.answererConfigId());
        out.writeVarLong(answer.incarnation()).writeByte(answer.queueHint());
        return out.writeVarInt(answer.localHealth());
    }

    private static WireOutput write(ProbeRequest request, WireOutput out) {
        return out.writeVarLong(request.round()).writeNodeId(request.target());
    }

    private static WireOutput write(ProbeAck ack, WireOutput out) {
        return out.writeVarLong(ack.nonce()).writeVarLong(ack.incarnation());
    }

    private static WireOutput write(ProbeAnswer answer, WireOutput out) {
        return out.writeVarLong(answer.round()).writeNodeId(answer.target()).writeBoolean(answer.reached());
    }

    private static WireOutput write(Accusation accusation, WireOutput out) {
        out.writeNodeId(accusation.accused()).writeVarLong(accusation.incarnation());
        return out.writeBoolean(accusation.refused());
    }

    private static WireOutput write(List<LinkReport> reports, WireOutput out) {
        out.writeVarInt(reports.size());
        reports.forEach(report -> write(report, out));
        return out;
    }

    /** Writes a report; also for whoever shows the graph to clients. */
    public static void write(LinkReport report, WireOutput out) {
        out.writeNodeId(report.reporter()).writeVarLong(report.version());
        out.writeVarInt(report.figures().size());
        report.figures().forEach(out::writeVarLong);
        out.writeVarInt(report.links().size());
        for (LinkReport.Link link : report.links()) {
            out.writeNodeId(link.to()).writeBoolean(link.down());
            out.writeVarInt(link.roundTripMicros()).writeVarInt(link.tailMicros());
            out.writeVarInt(link.lossPerMille()).writeByte(link.queueHint());
        }
    }

    @Override
    public MembershipMessage read(WireInput in) {
        return switch (KINDS.read(in)) {
            case HEARTBEAT -> new Heartbeat(in.readVarLong(), in.readFixedLong(), in.readVarLong(), in.readVarLong());
            case HEARTBEAT_ANSWER ->
                new HeartbeatAnswer(
                        in.readVarLong(),
                        in.readFixedLong(),
                        in.readVarLong(),
                        in.readVarLong(),
                        in.readVarLong(),
                        in.readByte(),
                        in.readVarInt(Integer.MAX_VALUE));
            case PROBE_REQUEST -> new ProbeRequest(in.readVarLong(), in.readNodeId());
            case PROBE -> new Probe(in.readVarLong());
            case PROBE_ACK -> new ProbeAck(in.readVarLong(), in.readVarLong());
            case PROBE_ANSWER -> new ProbeAnswer(in.readVarLong(), in.readNodeId(), in.readBoolean());
            case ACCUSATION -> new Accusation(in.readNodeId(), in.readVarLong(), in.readBoolean());
            case REFUTATION -> new Refutation(in.readVarLong());
            case LINK_GOSSIP -> new LinkGossip(readReports(in));
            case PULL_LINKS -> new PullLinks();
            case LINK_SURVEY -> new LinkSurvey(readReports(in));
        };
    }

    private static List<LinkReport> readReports(WireInput in) {
        int count = in.readCount(MIN_REPORT_BYTES);
        List<LinkReport> reports = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            reports.add(readReport(in));
        }
        return reports;
    }

    /** Reads what {@link #write(LinkReport, WireOutput)} wrote. */
    public static LinkReport readReport(WireInput in) {
        NodeId reporter = in.readNodeId();
        long version = in.readVarLong();
        int figureCount = in.readCount(1);
        List<Long> figures = new ArrayList<>(figureCount);
        for (int i = 0; i < figureCount; i++) {
            figures.add(in.readVarLong());
        }
        int count = in.readCount(MIN_LINK_BYTES);
        List<LinkReport.Link> links = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            links.add(new LinkReport.Link(
                    in.readNodeId(),
                    in.readBoolean(),
                    in.readVarInt(Integer.MAX_VALUE),
                    in.readVarInt(Integer.MAX_VALUE),
                    in.readVarInt(LinkReport.MAX_LOSS_PER_MILLE),
                    in.readByte()));
        }
        return new LinkReport(reporter, version, figures, links);
    }
}
