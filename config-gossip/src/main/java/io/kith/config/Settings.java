package io.kith.config;

import java.util.SortedMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which settings a config may hold. Keys that Kith itself obeys are checked by meaning; keys that start with
 * {@value SettingKeys#APPLICATION_PREFIX} belong to the users and are checked by size alone.
 */
final class Settings {
    static final int MAX_KEY_LENGTH = 320;
    static final int MAX_VALUE_LENGTH = 8_192;
    static final int MAX_BY_LENGTH = 128;
    static final int MAX_SETTINGS = 1_024;

    /** A hundred years. */
    private static final long MAX_TTL_MILLIS = 3_155_760_000_000L;

    /** A lease bears the loss of two heartbeats if they come four times as often. */
    private static final int HEARTBEATS_A_LEASE = 4;

    private static final int HEARTBEATS_A_SUSPICION = 3;

    private static final String NAME = "(\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*+)";
    private static final String NAMES = NAME + "(\\." + NAME + ")*+(\\.\\*)?+";
    private static final Pattern CLASS_NAMES = Pattern.compile(NAMES + "(," + NAMES + ")*+");

    private Settings() {}

    /** Why {@code key} may not have {@code value} (null: be unset) whatever else is set, or null if it may. */
    static @Nullable String refusal(String key, @Nullable String value) {
        if (key.length() > MAX_KEY_LENGTH) {
            return "a setting's key has at most " + MAX_KEY_LENGTH + " characters";
        }
        if (value != null && value.length() > MAX_VALUE_LENGTH) {
            return "a setting's value has at most " + MAX_VALUE_LENGTH + " characters";
        }
        SettingKey known = SettingKeys.named(key);
        if (known != null) {
            return value == null ? null : outOfRange(key, value, known.min(), known.max());
        }
        if (key.equals(SettingKeys.ALLOWED_CLASSES)) {
            return value == null || CLASS_NAMES.matcher(value).matches()
                    ? null
                    : key
                            + " is names of classes, or of packages with .* at their ends, with commas between them and no spaces,"
                            + " as in com.example.Order,com.example.events.*, not '" + value + "'";
        }
        if (isUnder(SettingKeys.APPLICATION_PREFIX, key, "")) {
            return null;
        }
        if (isUnder(SettingKeys.COLLECTION_PREFIX, key, SettingKeys.TTL_SUFFIX)) {
            return value == null ? null : outOfRange(key, value, 1, MAX_TTL_MILLIS);
        }
        if (isUnder(SettingKeys.COLLECTION_PREFIX, key, SettingKeys.CAPACITY_SUFFIX)) {
            return value == null ? null : outOfRange(key, value, 1, Integer.MAX_VALUE);
        }
        return "there is no setting '" + key
                + "'; 'kith config list --all' shows those there are, and your own start with "
                + SettingKeys.APPLICATION_PREFIX;
    }

    /**
     * As {@link #refusal(String, String)}, and whether {@code settings} have room for one more and what else they hold
     * goes with it.
     */
    static @Nullable String refusal(
            ClusterParameters parameters, SortedMap<String, String> settings, String key, @Nullable String value) {
        if (value != null && !settings.containsKey(key) && settings.size() >= MAX_SETTINGS) {
            return "a cluster has at most " + MAX_SETTINGS + " settings; unset one first";
        }
        String refusal = refusal(key, value);
        return refusal != null ? refusal : timesRefusal(parameters, settings, key, value);
    }

    /** Heartbeats, suspicion and the lease must go together. */
    private static @Nullable String timesRefusal(
            ClusterParameters parameters, SortedMap<String, String> settings, String key, @Nullable String value) {
        SettingKey heartbeat = SettingKeys.HEARTBEAT_MILLIS;
        SettingKey suspicion = SettingKeys.SUSPICION_MILLIS;
        if (!key.equals(heartbeat.name()) && !key.equals(suspicion.name())) {
            return null;
        }
        long heartbeatMillis = after(heartbeat, settings, key, value);
        long suspicionMillis = after(suspicion, settings, key, value);
        if (key.equals(heartbeat.name())
                && value != null
                && heartbeatMillis > parameters.leaseMillis() / HEARTBEATS_A_LEASE) {
            return heartbeat.name() + " is at most a quarter of the cluster's lease of " + parameters.leaseMillis()
                    + " ms, not " + heartbeatMillis;
        }
        return suspicionMillis >= HEARTBEATS_A_SUSPICION * heartbeatMillis
                ? null
                : suspicion.name() + " (" + suspicionMillis + ") must be at least three times " + heartbeat.name()
                        + " (" + heartbeatMillis + "): set the other one first";
    }

    private static long after(
            SettingKey wanted, SortedMap<String, String> settings, String key, @Nullable String value) {
        String text = key.equals(wanted.name()) ? value : settings.get(wanted.name());
        return text == null ? wanted.defaultValue() : Long.parseLong(text);
    }

    private static boolean isUnder(String prefix, String key, String suffix) {
        return key.length() > prefix.length() + suffix.length() && key.startsWith(prefix) && key.endsWith(suffix);
    }

    private static @Nullable String outOfRange(String key, String value, long min, long max) {
        long number;
        try {
            number = Long.parseLong(value);
        } catch (NumberFormatException e) {
            return key + " is a whole number from " + min + " to " + max + ", not '" + value + "'";
        }
        // One spelling a number, so that equal settings are equal strings.
        return number >= min && number <= max && value.equals(Long.toString(number))
                ? null
                : key + " is " + min + " to " + max + ", not '" + value + "'";
    }
}
