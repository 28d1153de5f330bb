package io.kith.cli;

import io.kith.cli.file.FileKey;
import io.kith.cli.file.KithFile;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What options are that were not typed: first as the environment says, then as the configuration file does. The options of
 * {@code kith node} are in its section {@code node}, those of all other commands in {@code client}.
 */
final class FileDefaults implements IDefaultValueProvider {
    private final KithFile file;
    private final Map<String, String> environment;

    FileDefaults(KithFile file, Map<String, String> environment) {
        this.file = file;
        this.environment = environment;
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)) {
            return null;
        }
        FileKey key = key(option);
        if (key == null) {
            return null;
        }
        String text = environment.get(key.environmentName());
        return text != null ? text : file.value(key);
    }

    private static @Nullable FileKey key(OptionSpec option) {
        String section = option.command().name().equals("node") ? "node" : "client";
        for (String name : option.names()) {
            FileKey key = name.startsWith("--") ? FileKey.find(section, name.substring(2)) : null;
            if (key != null) {
                return key;
            }
        }
        return null;
    }
}
