package io.kith.cli;

import io.kith.cli.cluster.ClusterHealth;
import io.kith.cli.cluster.MemberShare;
import io.kith.config.ClusterConfig;
import io.kith.config.Member;
import io.kith.node.view.IntakeUse;
import io.kith.node.view.MemoryUse;
import io.kith.node.view.NodeFigures;
import io.kith.transport.ForeignText;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The state of a cluster as {@code kith status} shows it. */
final class StatusReport {
    private static final double BYTES_PER_MEGABYTE = 1e6;

    private final ClusterConfig config;
    private final ClusterHealth health;

    private final LossReserve reserve;

    private final List<String> warnings;

    private final Map<NodeId, NodeFigures> figures;

    StatusReport(ClusterConfig config) {
        this(config, List.of(), Map.of());
    }

    /** A report with what should be said of the links between members, and what members say of themselves. */
    StatusReport(ClusterConfig config, List<String> warnings, Map<NodeId, NodeFigures> figures) {
        this.config = config;
        this.figures = Map.copyOf(figures);
        this.warnings = List.copyOf(warnings);
        this.health = ClusterHealth.of(config);
        this.reserve = LossReserve.of(config, this.figures);
    }

    /** For people. */
    String toText() {
        return String.format(
                Locale.ROOT,
                "cluster %s   config_id %d   replicas %d%n%n%s%n"
                        + "voters      %s%n"
                        + "partitions  %d: %d full, %d under-replicated, %d unavailable; %d still to be moved%n"
                        + "balance     the fullest member holds %.2f times its fair share%n"
                        + "reserve     %s%s",
                ForeignText.shown(config.parameters().clusterName()),
                health.configId(),
                config.replicationFactor(),
                members(),
                String.join(
                        ", ", config.voters().stream().map(NodeId::shortName).toList()),
                health.total(),
                health.full(),
                health.underReplicated(),
                health.unavailable(),
                health.total() - health.settled(),
                health.fullestOverFairShare(),
                reserve.words(),
                warningLines());
    }

    private TextTable members() {
        TextTable table = new TextTable(
                "ID",
                "ADDRESS",
                "ZONE",
                "WEIGHT",
                "STATE",
                "VOTER",
                "PRIMARY OF",
                "REPLICA OF",
                "MEMORY",
                "CLIENTS",
                "ARRIVING");
        for (MemberShare share : health.members()) {
            Member member = share.member();
            table.row(
                    member.id().shortName(),
                    member.address(),
                    member.zone(),
                    member.weight(),
                    state(member),
                    share.voter() ? "yes" : "-",
                    share.primary(),
                    share.replica(),
                    memory(member),
                    clients(member),
                    arriving(member));
        }
        return table;
    }

    private String warningLines() {
        return warnings.stream()
                .map(warning -> System.lineSeparator() + "warning     " + ForeignText.shown(warning))
                .collect(Collectors.joining());
    }

    /** For scripts. */
    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("cluster", config.parameters().clusterName());
        json.put("clusterId", config.clusterId().toString());
        json.put("configId", health.configId());
        json.put("generation", config.generation());
        json.put("replicationFactor", config.replicationFactor());
        json.put("voters", config.voters().stream().map(NodeId::toString).toList());
        List<Object> members = new ArrayList<>();
        health.members().forEach(share -> members.add(memberJson(share)));
        json.put("members", members);
        Map<String, Object> partitions = new LinkedHashMap<>();
        partitions.put("total", health.total());
        partitions.put("full", health.full());
        partitions.put("underReplicated", health.underReplicated());
        partitions.put("unavailable", health.unavailable());
        partitions.put("settled", health.settled());
        json.put("partitions", partitions);
        json.put("fullestOverFairShare", health.fullestOverFairShare());
        json.put("reserve", reserve.toJson());
        json.put("warnings", warnings);
        return json;
    }

    private String memory(Member member) {
        MemoryUse held = figures(member).memory();
        return held.limitBytes() == 0 ? "-" : megabytes(held.storedBytes(), held.limitBytes());
    }

    private String clients(Member member) {
        IntakeUse intake = figures(member).intake();
        return intake.maxClients() == 0 ? "-" : intake.clients() + " of " + intake.maxClients();
    }

    private String arriving(Member member) {
        IntakeUse intake = figures(member).intake();
        return intake.receiveLimitBytes() == 0
                ? "-"
                : megabytes(intake.receivingBytes(), intake.receiveLimitBytes())
                        + (intake.waiting() == 0 ? "" : ", " + intake.waiting() + " wait");
    }

    private static String megabytes(long bytes, long limitBytes) {
        return String.format(
                Locale.ROOT, "%.1f of %.1f MB", bytes / BYTES_PER_MEGABYTE, limitBytes / BYTES_PER_MEGABYTE);
    }

    private Map<String, Object> memberJson(MemberShare share) {
        Member member = share.member();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", member.id().toString());
        json.put("address", member.address().toString());
        json.put("zone", member.zone());
        json.put("weight", member.weight());
        json.put("witness", member.witness());
        json.put("state", member.state().name().toLowerCase(Locale.ROOT));
        json.put("voter", share.voter());
        json.put("primaryOf", share.primary());
        json.put("replicaOf", share.replica());
        json.put("full", member.full());
        json.put("refusedCopies", figures(member).refusedCopies());
        json.put("stoppedPartitions", figures(member).stoppedPartitions());
        MemoryUse held = figures(member).memory();
        if (held.limitBytes() > 0) {
            json.put("storedBytes", held.storedBytes());
            json.put("memoryLimitBytes", held.limitBytes());
        }
        IntakeUse intake = figures(member).intake();
        if (intake.maxClients() > 0) {
            json.put("receivingBytes", intake.receivingBytes());
            json.put("receiveLimitBytes", intake.receiveLimitBytes());
            json.put("waitingForRoom", intake.waiting());
            json.put("clients", intake.clients());
            json.put("maxClients", intake.maxClients());
            json.put("unreadBytes", intake.unreadBytes());
            json.put("unreadLimitBytes", intake.unreadLimitBytes());
        }
        return json;
    }

    private NodeFigures figures(Member member) {
        return figures.getOrDefault(member.id(), NodeFigures.NONE);
    }

    private String state(Member member) {
        String state = member.state().name().toLowerCase(Locale.ROOT);
        int stopped = figures(member).stoppedPartitions();
        int refused = figures(member).refusedCopies();
        return state
                + (member.witness() ? " witness" : "")
                + (member.full() ? ", full" : "")
                + (refused > 0 ? ", no room for " + refused + " copies" : "")
                + (stopped > 0 ? ", " + stopped + " stopped: see its log" : "");
    }
}
