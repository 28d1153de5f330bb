package io.kith.config;

import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Which settings a config may hold. Keys that Kith itself obeys are checked by meaning; keys that start with
 * {@value #APPLICATION_PREFIX} belong to the users and are checked by size alone.
 */
final class Settings {
    /** What the users' own keys start with. */
    static final String APPLICATION_PREFIX = "app.";

    /** The number of replicas that a cluster has if nobody asked for another. */
    static final int DEFAULT_REPLICATION_FACTOR = 2;

    static final int MAX_REPLICATION_FACTOR = 7;
    static final int MAX_KEY_LENGTH = 256;
    static final int MAX_VALUE_LENGTH = 8_192;
    static final int MAX_SETTINGS = 1_024;

    private Settings() {}

    /** Why {@code key} may not have {@code value} (null: be unset), or null if it may. */
    static @Nullable String refusal(String key, @Nullable String value) {
        if (key.length() > MAX_KEY_LENGTH) {
            return "a setting's key has at most " + MAX_KEY_LENGTH + " characters";
        }
        if (value != null && value.length() > MAX_VALUE_LENGTH) {
            return "a setting's value has at most " + MAX_VALUE_LENGTH + " characters";
        }
        if (key.equals(ClusterConfig.REPLICATION_FACTOR)) {
            return value == null ? null : replicationFactorRefusal(value);
        }
        if (key.startsWith(APPLICATION_PREFIX) && key.length() > APPLICATION_PREFIX.length()) {
            return null;
        }
        return "there is no setting '" + key + "'; known are " + ClusterConfig.REPLICATION_FACTOR
                + " and everything that starts with " + APPLICATION_PREFIX;
    }

    /** As {@link #refusal(String, String)}, and whether {@code settings} have room for one more. */
    static @Nullable String refusal(SortedMap<String, String> settings, String key, @Nullable String value) {
        if (value != null && !settings.containsKey(key) && settings.size() >= MAX_SETTINGS) {
            return "a cluster has at most " + MAX_SETTINGS + " settings; unset one first";
        }
        return refusal(key, value);
    }

    private static @Nullable String replicationFactorRefusal(String value) {
        int factor;
        try {
            factor = Integer.parseInt(value);
        } catch (NumberFormatException e) {
            factor = 0;
        }
        // One spelling a number, so that equal settings are equal strings.
        return factor >= 1 && factor <= MAX_REPLICATION_FACTOR && value.equals(Integer.toString(factor))
                ? null
                : ClusterConfig.REPLICATION_FACTOR + " is 1 to " + MAX_REPLICATION_FACTOR + ", not '" + value + "'";
    }
}
