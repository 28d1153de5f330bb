package io.kith.client.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One change of one setting, as it was decided.
 *
 * @param configId the version of the config that it led to; also the version of the setting from then on
 * @param key the setting
 * @param value what it was set to; null if it was unset
 * @param previous what it was before; null if it was not set
 * @param author the id of the node that asked for it
 * @param by on whose behalf, as that said of itself; may be empty
 * @param at when the author asked, by its own clock, for people only; null for what the cluster began with
 */
public record SettingChange(
        long configId,
        String key,
        @Nullable String value,
        @Nullable String previous,
        String author,
        String by,
        @Nullable Instant at) {}
