package io.kith.cli;

import io.kith.client.Kith;
import io.kith.client.view.ListedCollection;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kith ls}. */
@Command(
        name = "ls",
        description = {"List the collections of a cluster: name, type, size, time to live in milliseconds, capacity."},
        footer = {"", "Example: kith ls --seed 127.0.0.1:7400"})
final class LsCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    @Override
    public Integer call() {
        try (Kith kith = cluster.connect()) {
            List<ListedCollection> all = kith.collections();
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(JsonOutput.pretty(all.stream().map(LsCommand::json).toList()));
            } else {
                out.print(table(all));
            }
            return 0;
        }
    }

    static String table(List<ListedCollection> all) {
        TextTable table = new TextTable("name", "type", "size", "ttl", "capacity");
        for (ListedCollection each : all) {
            boolean holds = each.type() != ListedCollection.Type.COUNTER && each.type() != ListedCollection.Type.LOCK;
            table.row(
                    each.name(),
                    type(each),
                    holds ? each.size() : "",
                    each.timeToLive() == null ? "" : each.timeToLive().toMillis(),
                    each.capacity() == Integer.MAX_VALUE ? "" : each.capacity());
        }
        return table.toString();
    }

    private static Map<String, Object> json(ListedCollection each) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", each.name());
        fields.put("type", type(each));
        fields.put("size", each.size());
        if (each.timeToLive() != null) {
            fields.put("ttlMillis", each.timeToLive().toMillis());
        }
        if (each.capacity() != Integer.MAX_VALUE) {
            fields.put("capacity", each.capacity());
        }
        return fields;
    }

    private static String type(ListedCollection each) {
        return each.type().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
