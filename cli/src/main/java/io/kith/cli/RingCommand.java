package io.kith.cli;

import io.kith.cli.file.NewFile;
import io.kith.cli.map.RingMap;
import io.kith.cli.map.RingPicture;
import io.kith.client.Kith;
import io.kith.client.connect.ClusterAccess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kith ring}. */
@Command(
        name = "ring",
        description = "Show who owns what of a cluster's ring, and what would move if nodes joined.",
        footer = {"", "Example: kith ring --seed 127.0.0.1:7400 --what-if +1"})
final class RingCommand implements Callable<Integer> {
    private static final int MOST_JOINING = 64;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    @Option(
            names = "--what-if",
            paramLabel = "+N",
            description = "Say what would move if N nodes of usual weight joined.")
    private int joining;

    @Option(names = "--svg", paramLabel = "FILE", description = "Draw a picture into this file.")
    private @Nullable Path svg;

    @Option(names = NewFile.FORCE, description = "Overwrite the picture's file if it is there already.")
    private boolean force;

    @Override
    public Integer call() throws IOException {
        Checks.range(spec, "--what-if", joining, 0, MOST_JOINING);
        if (svg != null) {
            NewFile.check(svg, force);
        }
        try (Kith kith = cluster.connect()) {
            RingMap ring = new RingMap(ClusterAccess.of(kith).config());
            RingMap.WhatIf whatIf = joining == 0 ? null : ring.whatIf(joining);
            if (svg != null) {
                NewFile.write(svg, RingPicture.of(ring), force);
            }
            if (svg == null || json || whatIf != null) {
                spec.commandLine().getOut().println(json ? JsonOutput.pretty(ring.toJson(whatIf)) : text(ring, whatIf));
            }
            return 0;
        }
    }

    private static String text(RingMap ring, RingMap.@Nullable WhatIf whatIf) {
        TextTable table =
                new TextTable("ID", "ADDRESS", "ZONE", "WEIGHT", "PRIMARY OF", "BACKUP OF", "WANTED", "FAIR", "LOAD");
        for (RingMap.Share share : ring.shares()) {
            table.row(
                    share.member().id().shortName(),
                    share.member().address(),
                    share.member().zone(),
                    share.member().weight(),
                    share.primary(),
                    share.backup(),
                    share.wanted(),
                    String.format(Locale.ROOT, "%.1f", share.fair()),
                    String.format(Locale.ROOT, "%.2f", share.load()));
        }
        if (whatIf == null) {
            return table.toString();
        }
        return table
                + String.format(
                        Locale.ROOT,
                        "%nIf %d more %s joined, %d of %d replicas would be copied; %d of them to the new.",
                        whatIf.joining(),
                        whatIf.joining() == 1 ? "node" : "nodes",
                        whatIf.copies(),
                        whatIf.replicas(),
                        whatIf.fewest());
    }
}
