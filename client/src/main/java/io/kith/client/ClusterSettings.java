package io.kith.client;

import io.kith.client.view.SettingChange;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The configuration service that is built into the cluster: settings that all nodes and clients have at hand, versioned
 * by the {@code config_id} in which they were decided. What Kith itself obeys is listed in docs/configuration.md; keys that start
 * with {@code app.} are yours.
 *
 * <p>Reading costs nothing: the settings are part of the config that each client holds. It may be as old as a heartbeat,
 * but never older than what this client has set or seen before. Changes are decided by the voters, one after the other,
 * and apply once, retries included. Safe for use by many threads.
 */
public interface ClusterSettings {
    /**
     * The same settings, with changes made in the name of {@code name}, which the history shows; nobody checks it.
     *
     * @param name at most 128 characters; the name of the user who runs this process unless one is given
     */
    ClusterSettings as(String name);

    /** The value of {@code key}, or null if it is not set; docs/configuration.md says what counts then. */
    @Nullable
    String get(String key);

    /** All settings that are set, in the order of their keys. */
    Map<String, String> all();

    /** The config_id in which {@code key} got its value; 0 if it is not set. */
    long version(String key);

    /** The version of the config that answers the other questions. */
    long configId();

    /**
     * Sets {@code key}.
     *
     * @return the config_id in which it has that value
     * @throws KithException if the cluster refuses; the message says why
     * @throws KithTimeoutException if it did not answer in time; it may have been decided all the same
     */
    long set(String key, String value);

    /**
     * Unsets {@code key}, so that its default counts. Does nothing if it is not set.
     *
     * @return the config_id in which it is not set
     * @throws KithException if the cluster refuses; the message says why
     * @throws KithTimeoutException if it did not answer in time; it may have been decided all the same
     */
    long unset(String key);

    /**
     * Sets {@code key} if it still has the version that the caller saw.
     *
     * @param expectedVersion as {@link #version} told; 0: that it is not set
     * @param value null to unset it
     * @return false if it has another version by now; nothing was changed then
     * @throws KithException if the cluster refuses for another reason; the message says why
     * @throws KithTimeoutException if it did not answer in time; it may have been decided all the same
     */
    boolean compareAndSet(String key, long expectedVersion, @Nullable String value);

    /** Of each setting that is set, the change that made it what it is; in the order of their keys. */
    List<SettingChange> current();

    /** What was changed of late, by whom and when, oldest first; the last 1,000 changes at most. */
    List<SettingChange> history();

    /**
     * What the settings were in an older version.
     *
     * @throws IllegalArgumentException if it is not known any more, or not yet
     */
    Map<String, String> at(long configId);

    /**
     * Sets all settings to what they were in an older version, each with a compare-and-set on what it is now.
     *
     * @return the keys that were changed
     * @throws IllegalArgumentException if that version is not known any more
     * @throws KithException if somebody else changed one meanwhile, or the cluster refuses
     */
    List<String> restore(long configId);

    /**
     * Calls {@code listener} for each later change of a setting, in the order in which they were decided and each once,
     * also of those decided while this client was not connected. It is called on a thread of the client's own, and may
     * block that.
     *
     * @param prefix what the keys start with; a whole key for one setting, empty for all
     * @return ends that when it is run
     */
    Runnable watch(String prefix, Consumer<SettingChange> listener);
}
