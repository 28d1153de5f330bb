package io.kith.cli;

import io.kith.client.ClusterSettings;
import io.kith.client.Kith;
import io.kith.client.connect.ClusterAccess;
import io.kith.client.view.SettingChange;
import io.kith.config.SettingKey;
import io.kith.config.SettingKeys;
import io.kith.transport.ForeignText;
import io.kith.transport.NodeId;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kith config}: the cluster's settings, and the file that a node or client is started with. */
@Command(
        name = "config",
        description = {
            "Read and change the settings of a running cluster.",
            "All nodes follow a change at once. Keys under app. are yours; 'list --all' shows what Kith obeys."
        },
        subcommands = {PrintDefaultsCommand.class},
        synopsisSubcommandLabel = "(get | set | unset | list | watch | history | restore | print-defaults)",
        footer = {
            "",
            "Examples:",
            "  kith config set replication.factor 3 --seed 127.0.0.1:7400",
            "  kith config set app.colour blue --expect 17 --seed 127.0.0.1:7400",
            "  kith config history --seed 127.0.0.1:7400"
        })
final class ConfigCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "say what to do: get, set, unset, list, watch, history, restore or print-defaults");
    }

    @Command(name = "get", description = "Print a setting's value, or its default; fail if it has neither.")
    int get(
            @Mixin ClusterOptions cluster,
            @Parameters(index = "0", paramLabel = "KEY") String key,
            @Option(names = "--json", description = "Write JSON.") boolean json,
            @Option(names = "--raw", description = "Print the value as it is, control characters included.")
                    boolean raw) {
        try (Kith kith = cluster.connect()) {
            String value = kith.config().get(key);
            SettingKey known = SettingKeys.named(key);
            String shown = value != null || known == null ? value : Long.toString(known.defaultValue());
            if (shown == null) {
                throw new CommandFailure("the setting " + key + " is not set");
            }
            if (json) {
                Map<String, Object> all = new LinkedHashMap<>();
                all.put("key", key);
                all.put("value", shown);
                all.put("version", kith.config().version(key));
                out().println(JsonOutput.line(all));
            } else {
                out().println(raw ? shown : ForeignText.shown(shown));
            }
            return 0;
        }
    }

    @Command(name = "set", description = "Set a setting and print the config_id in which it has that value.")
    int set(
            @Mixin ClusterOptions cluster,
            @Parameters(index = "0", paramLabel = "KEY") String key,
            @Parameters(index = "1", paramLabel = "VALUE") String value,
            @Option(
                            names = "--expect",
                            paramLabel = "VERSION",
                            description = "Only if it has this version; 0: only if it is not set.")
                    @Nullable
                    Long expected) {
        return change(cluster, key, value, expected);
    }

    @Command(name = "unset", description = "Unset a setting, so that its default counts.")
    int unset(
            @Mixin ClusterOptions cluster,
            @Parameters(index = "0", paramLabel = "KEY") String key,
            @Option(names = "--expect", paramLabel = "VERSION", description = "Only if it has this version.") @Nullable
                    Long expected) {
        return change(cluster, key, null, expected);
    }

    private int change(ClusterOptions cluster, String key, @Nullable String value, @Nullable Long expected) {
        if (expected != null) {
            Checks.range(spec, "--expect", expected, 0, Long.MAX_VALUE);
        }
        try (Kith kith = cluster.connect()) {
            ClusterSettings settings = kith.config();
            if (expected == null) {
                out().println("config_id " + (value == null ? settings.unset(key) : settings.set(key, value)));
            } else if (settings.compareAndSet(key, expected, value)) {
                out().println("config_id " + settings.configId());
            } else {
                throw new CommandFailure(
                        key + " has version " + settings.version(key) + ", not " + expected + "; nothing was changed");
            }
            return 0;
        }
    }

    @Command(name = "list", description = "Print all settings that are set, with version and author.")
    int list(
            @Mixin ClusterOptions cluster,
            @Option(names = "--all", description = "Also those that are not set, with default and meaning.")
                    boolean all,
            @Option(names = "--json", description = "Write JSON.") boolean json) {
        try (Kith kith = cluster.connect()) {
            List<SettingChange> set = kith.config().current();
            if (json) {
                set.forEach(revision -> out().println(JsonOutput.line(json(revision))));
                return 0;
            }
            TextTable table = all
                    ? new TextTable("key", "value", "version", "range", "meaning")
                    : new TextTable("key", "value", "version", "changed", "by");
            if (all) {
                addAll(kith, set, table);
            } else {
                set.forEach(revision -> table.row(
                        revision.key(),
                        String.valueOf(revision.value()),
                        revision.configId(),
                        time(revision),
                        revision.by()));
            }
            out().print(table);
            return 0;
        }
    }

    private static void addAll(Kith kith, List<SettingChange> set, TextTable table) {
        Map<String, Object[]> rows = new TreeMap<>();
        for (SettingKey key : SettingKeys.all()) {
            String range = key.min() + " to " + key.max() + (key.unit().isEmpty() ? "" : " " + key.unit());
            rows.put(key.name(), new Object[] {
                key.name(), key.in(ClusterAccess.of(kith).config()) + "", 0L, range, key.description()
            });
        }
        rows.put(SettingKeys.ALLOWED_CLASSES, new Object[] {
            SettingKeys.ALLOWED_CLASSES,
            kith.config().all().getOrDefault(SettingKeys.ALLOWED_CLASSES, ""),
            0L,
            "classes, packages.*",
            "What clients may write and read that follow this setting."
        });
        for (SettingChange revision : set) {
            Object[] row = rows.computeIfAbsent(
                    revision.key(), key -> new Object[] {key, String.valueOf(revision.value()), 0L, "", ""});
            row[2] = revision.configId();
        }
        rows.values().forEach(table::row);
    }

    @Command(name = "watch", description = "Print changes of settings as they are decided, until interrupted.")
    int watch(
            @Mixin ClusterOptions cluster,
            @Parameters(
                            index = "0",
                            arity = "0..1",
                            paramLabel = "PREFIX",
                            defaultValue = "",
                            description = "Only keys that start with it.")
                    String prefix,
            @Option(
                            names = "--changes",
                            paramLabel = "N",
                            defaultValue = "9223372036854775807",
                            description = "End after N changes.")
                    long changes,
            @Option(names = "--json", description = "Write JSON.") boolean json)
            throws InterruptedException {
        Checks.range(spec, "--changes", changes, 1, Long.MAX_VALUE);
        CountDownLatch left = new CountDownLatch((int) Math.min(changes, Integer.MAX_VALUE));
        try (Kith kith = cluster.connect()) {
            Runnable end = kith.config().watch(prefix, revision -> {
                if (left.getCount() > 0) {
                    out().println(json ? JsonOutput.line(json(revision)) : ForeignText.shown(line(revision)));
                    out().flush();
                    left.countDown();
                }
            });
            StopSignals.onEach(() -> {
                while (left.getCount() > 0) {
                    left.countDown();
                }
            });
            while (!left.await(1, TimeUnit.SECONDS)) {
                if (out().checkError()) {
                    break;
                }
            }
            end.run();
            return 0;
        }
    }

    @Command(name = "history", description = "Print the changes of settings that are kept, oldest first.")
    int history(
            @Mixin ClusterOptions cluster,
            @Option(names = "--json", description = "Write each as JSON on a line of its own.") boolean json) {
        try (Kith kith = cluster.connect()) {
            for (SettingChange revision : kith.config().history()) {
                out().println(json ? JsonOutput.line(json(revision)) : ForeignText.shown(line(revision)));
            }
            return 0;
        }
    }

    @Command(name = "restore", description = "Set all settings to what they were in an older version.")
    int restore(
            @Mixin ClusterOptions cluster,
            @Parameters(index = "0", paramLabel = "CONFIG_ID") long configId,
            @Option(names = "--dry-run", description = "Only print what they were.") boolean dryRun) {
        try (Kith kith = cluster.connect()) {
            if (dryRun) {
                kith.config()
                        .at(configId)
                        .forEach((key, value) -> out().println(ForeignText.shown(key + " = " + value)));
            } else {
                List<String> changed = kith.config().restore(configId);
                out().println(
                                changed.isEmpty()
                                        ? "nothing was different"
                                        : "restored " + ForeignText.shown(String.join(", ", changed)));
            }
            return 0;
        }
    }

    private static String line(SettingChange revision) {
        String change = revision.value() == null
                ? "unset, was " + revision.previous()
                : "= " + revision.value() + (revision.previous() == null ? "" : ", was " + revision.previous());
        return revision.configId() + "  " + time(revision) + "  " + revision.by() + " via "
                + NodeId.parse(revision.author()).shortName() + "  " + revision.key() + " " + change;
    }

    private static String time(SettingChange revision) {
        return revision.at() == null ? "at the beginning" : revision.at().toString();
    }

    private static Map<String, Object> json(SettingChange revision) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("config_id", revision.configId());
        json.put("key", revision.key());
        json.put("value", revision.value());
        json.put("previous", revision.previous());
        json.put("author", revision.author());
        json.put("by", revision.by());
        json.put("time", time(revision));
        return json;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
