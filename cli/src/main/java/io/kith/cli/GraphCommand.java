package io.kith.cli;

import io.kith.cli.file.NewFile;
import io.kith.cli.map.LinkMap;
import io.kith.cli.map.LinkPicture;
import io.kith.client.Kith;
import io.kith.client.connect.ClusterAccess;
import io.kith.transport.ForeignText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kith graph}. */
@Command(
        name = "graph",
        description = "Show how good the links between a cluster's members are, as they measure them.",
        footer = {"", "Example: kith graph --seed 127.0.0.1:7400 --svg graph.svg"})
final class GraphCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    @Option(names = "--dot", description = "Write the graph for Graphviz.")
    private boolean dot;

    @Option(names = "--svg", paramLabel = "FILE", description = "Draw a picture into this file.")
    private @Nullable Path svg;

    @Option(names = NewFile.FORCE, description = "Overwrite the picture's file if it is there already.")
    private boolean force;

    @Override
    public Integer call() throws IOException {
        if (svg != null) {
            NewFile.check(svg, force);
        }
        try (Kith kith = cluster.connect()) {
            LinkMap map = new LinkMap(
                    ClusterAccess.of(kith).config(), ClusterAccess.of(kith).links(PATIENCE));
            if (svg != null) {
                NewFile.write(svg, LinkPicture.of(map), force);
            }
            String text = json ? JsonOutput.pretty(map.toJson()) : dot ? map.toDot() : table(map);
            if (svg == null || json || dot) {
                spec.commandLine().getOut().println(text);
            }
            return 0;
        }
    }

    private static String table(LinkMap map) {
        TextTable table = new TextTable("FROM", "TO", "LINK", "ROUND TRIP", "P99", "LOSS", "QUEUE", "WEIGHT");
        map.rows().forEach(table::row);
        StringBuilder text = new StringBuilder(table.toString());
        map.warnings()
                .forEach(warning ->
                        text.append(System.lineSeparator()).append("warning: ").append(ForeignText.shown(warning)));
        return text.toString();
    }
}
