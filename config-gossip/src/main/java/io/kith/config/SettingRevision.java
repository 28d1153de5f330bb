package io.kith.config;

import io.kith.transport.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * One change of one setting, as it was decided.
 *
 * @param configId the version of the config that it led to; also the version of the setting from then on
 * @param key the setting
 * @param value what it was set to; null if it was unset
 * @param previous what it was before; null if it was not set
 * @param author the node that asked for it
 * @param by on whose behalf, as that said of itself; may be empty
 * @param wallMillis when the author asked, in milliseconds since 1970 by its own clock; for people only
 * @param nonce drawn by who wanted the change, so that a retry is known for one; 0 if there was none
 */
public record SettingRevision(
        long configId,
        String key,
        @Nullable String value,
        @Nullable String previous,
        NodeId author,
        String by,
        long wallMillis,
        long nonce) {

    /** Roughly how many characters it takes to keep. */
    int length() {
        String now = value;
        String before = previous;
        return 48
                + key.length()
                + by.length()
                + (now == null ? 0 : now.length())
                + (before == null ? 0 : before.length());
    }
}
