package io.kith.config;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.kith.transport.CorruptFrameException;
import io.kith.transport.WireInput;
import io.kith.transport.WireOutput;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The wire form of a config's settings: what is set, in the order of the keys, then the revisions that are kept. */
final class SettingsCodec {

    private SettingsCodec() {}

    static void write(SettingsTable settings, WireOutput out) {
        writeAll(settings.current(), out);
        writeAll(settings.history(), out);
        out.writeVarLong(settings.completeSince());
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws CorruptFrameException if the bytes are no settings
     */
    static SettingsTable read(WireInput in) {
        ImmutableSortedMap.Builder<String, SettingRevision> current = ImmutableSortedMap.naturalOrder();
        @Nullable String last = null;
        for (SettingRevision revision : readAll(in, Settings.MAX_SETTINGS)) {
            String refusal = Settings.refusal(revision.key(), revision.value());
            if (refusal != null || revision.value() == null) {
                throw new CorruptFrameException(refusal == null ? "a setting without a value" : refusal);
            }
            if (last != null && last.compareTo(revision.key()) >= 0) {
                throw new CorruptFrameException("the settings of a config come in the order of their keys");
            }
            last = revision.key();
            current.put(revision.key(), revision);
        }
        List<SettingRevision> history = readAll(in, SettingsTable.MAX_REVISIONS);
        return new SettingsTable(current.build(), ImmutableList.copyOf(history), in.readVarLong());
    }

    private static void writeAll(List<SettingRevision> revisions, WireOutput out) {
        out.writeVarInt(revisions.size());
        for (SettingRevision revision : revisions) {
            out.writeVarLong(revision.configId()).writeString(revision.key());
            writeOptional(revision.value(), out);
            writeOptional(revision.previous(), out);
            out.writeNodeId(revision.author())
                    .writeString(revision.by())
                    .writeVarLong(revision.wallMillis())
                    .writeFixedLong(revision.nonce());
        }
    }

    private static List<SettingRevision> readAll(WireInput in, int max) {
        int count = in.readCount(30);
        if (count > max) {
            throw new CorruptFrameException("a config of " + count + " settings, where at most " + max + " can be");
        }
        List<SettingRevision> revisions = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            revisions.add(new SettingRevision(
                    in.readVarLong(),
                    in.readString(),
                    readOptional(in),
                    readOptional(in),
                    in.readNodeId(),
                    in.readString(),
                    in.readVarLong(),
                    in.readFixedLong()));
        }
        return revisions;
    }

    private static void writeOptional(@Nullable String text, WireOutput out) {
        out.writeBoolean(text != null);
        if (text != null) {
            out.writeString(text);
        }
    }

    private static @Nullable String readOptional(WireInput in) {
        return in.readBoolean() ? in.readString() : null;
    }
}
