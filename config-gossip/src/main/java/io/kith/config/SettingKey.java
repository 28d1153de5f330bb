package io.kith.config;

/**
 * A setting that Kith itself obeys: a whole number in a range.
 *
 * @param name its key
 * @param min the least value
 * @param max the greatest value
 * @param defaultValue what counts while it is not set
 * @param unit the unit of its value, for people; empty if it is a mere count
 * @param description what it does, for people
 */
public record SettingKey(String name, long min, long max, long defaultValue, String unit, String description) {

    public SettingKey {
        if (min > max || defaultValue < min || defaultValue > max) {
            throw new IllegalArgumentException(
                    name + ": the default " + defaultValue + " is not within " + min + " to " + max);
        }
    }

    /** Its value in {@code config}, or its default if it is not set there. */
    public long in(ClusterConfig config) {
        return in(config, defaultValue);
    }

    /** Its value in {@code config}, or {@code otherwise} if it is not set there. */
    public long in(ClusterConfig config, long otherwise) {
        String value = config.settings().get(name);
        return value == null ? otherwise : Long.parseLong(value);
    }
}
