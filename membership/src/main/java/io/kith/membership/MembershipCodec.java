package io.kith.membership;

import io.kith.transport.CorruptFrameException;
import io.kith.transport.MessageCodec;
import io.kith.transport.NodeId;
import io.kith.transport.WireInput;
import io.kith.transport.WireOutput;
import java.util.ArrayList;
import java.util.List;

/** The wire form of {@link MembershipMessage}s: family 2. */
public final class MembershipCodec implements MessageCodec<MembershipMessage> {
    private static final int FAMILY = 2;
    private static final int HEARTBEAT = 1;
    private static final int HEARTBEAT_ANSWER = 2;
    private static final int PROBE_REQUEST = 3;
    private static final int PROBE = 4;
    private static final int PROBE_ACK = 5;
    private static final int PROBE_ANSWER = 6;
    private static final int ACCUSATION = 7;
    private static final int REFUTATION = 8;
    private static final int LINK_GOSSIP = 9;
    private static final int PULL_LINKS = 10;
    private static final int LINK_SURVEY = 11;
    private static final int MIN_REPORT_BYTES = 20;
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
    public void write(MembershipMessage message, WireOutput out) {
        if (message instanceof Heartbeat heartbeat) {
            out.writeByte(HEARTBEAT).writeVarLong(heartbeat.sequence()).writeFixedLong(heartbeat.sentNanos());
            out.writeVarLong(heartbeat.configId()).writeVarLong(heartbeat.incarnation());
        } else if (message instanceof HeartbeatAnswer answer) {
            out.writeByte(HEARTBEAT_ANSWER).writeVarLong(answer.sequence()).writeFixedLong(answer.echoSentNanos());
            out.writeVarLong(answer.configId()).writeVarLong(answer.answererConfigId());
            out.writeVarLong(answer.incarnation()).writeByte(answer.queueHint());
            out.writeVarInt(answer.localHealth());
        } else if (message instanceof ProbeRequest request) {
            out.writeByte(PROBE_REQUEST).writeVarLong(request.round()).writeNodeId(request.target());
        } else if (message instanceof Probe probe) {
            out.writeByte(PROBE).writeVarLong(probe.nonce());
        } else if (message instanceof ProbeAck ack) {
            out.writeByte(PROBE_ACK).writeVarLong(ack.nonce()).writeVarLong(ack.incarnation());
        } else if (message instanceof ProbeAnswer answer) {
            out.writeByte(PROBE_ANSWER).writeVarLong(answer.round()).writeNodeId(answer.target());
            out.writeBoolean(answer.reached());
        } else if (message instanceof Accusation accusation) {
            out.writeByte(ACCUSATION).writeNodeId(accusation.accused()).writeVarLong(accusation.incarnation());
            out.writeBoolean(accusation.refused());
        } else if (message instanceof Refutation refutation) {
            out.writeByte(REFUTATION).writeVarLong(refutation.incarnation());
        } else if (message instanceof LinkGossip gossip) {
            out.writeByte(LINK_GOSSIP).writeVarInt(gossip.reports().size());
            gossip.reports().forEach(report -> write(report, out));
        } else if (message instanceof PullLinks) {
            out.writeByte(PULL_LINKS);
        } else if (message instanceof LinkSurvey survey) {
            out.writeByte(LINK_SURVEY).writeVarInt(survey.reports().size());
            survey.reports().forEach(report -> write(report, out));
        }
    }

    /** Writes a report; also for whoever shows the graph to clients. */
    public static void write(LinkReport report, WireOutput out) {
        out.writeNodeId(report.reporter()).writeVarLong(report.version());
        out.writeVarLong(report.memory().storedBytes())
                .writeVarLong(report.memory().limitBytes());
        out.writeVarInt(report.links().size());
        for (LinkReport.Link link : report.links()) {
            out.writeNodeId(link.to()).writeBoolean(link.down());
            out.writeVarInt(link.roundTripMicros()).writeVarInt(link.tailMicros());
            out.writeVarInt(link.lossPerMille()).writeByte(link.queueHint());
        }
    }

    @Override
    public MembershipMessage read(WireInput in) {
        int type = in.readByte();
        return switch (type) {
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
            default -> throw new CorruptFrameException("unknown membership message " + type);
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
        LinkReport.Memory memory = new LinkReport.Memory(in.readVarLong(), in.readVarLong());
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
        return new LinkReport(reporter, version, memory, links);
    }
}
