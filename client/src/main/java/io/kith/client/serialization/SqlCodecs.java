package io.kith.client.serialization;

import com.esotericsoftware.kryo.Kryo;
import java.sql.Timestamp;

/** Classes of the module {@code java.sql}, of which Kryo drops a part. */
final class SqlCodecs {

    private SqlCodecs() {}

    @SuppressWarnings("JavaUtilDate") // Users have them in their data.
    static void addTo(Kryo kryo) {
        JdkCodecs.add(
                kryo,
                Timestamp.class,
                (out, timestamp) -> {
                    out.writeLong(timestamp.getTime());
                    out.writeInt(timestamp.getNanos());
                },
                in -> {
                    Timestamp timestamp = new Timestamp(in.readLong());
                    timestamp.setNanos(in.readInt());
                    return timestamp;
                });
    }
}
