package io.kith.bench.peer;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.codec.ToByteBufEncoder;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/** Text for keys, bytes for values, each encoded straight into the outgoing buffer. */
final class KeyValueCodec implements RedisCodec<String, byte[]>, ToByteBufEncoder<String, byte[]> {
    private static final StringCodec KEYS = StringCodec.ASCII;
    private static final ByteArrayCodec VALUES = ByteArrayCodec.INSTANCE;

    @Override
    public void encodeKey(String key, ByteBuf target) {
        KEYS.encodeKey(key, target);
    }

    @Override
    public void encodeValue(byte[] value, ByteBuf target) {
        VALUES.encodeValue(value, target);
    }

    @Override
    public int estimateSize(Object keyOrValue) {
        return keyOrValue instanceof String key ? KEYS.estimateSize(key) : VALUES.estimateSize(keyOrValue);
    }

    @Override
    public String decodeKey(ByteBuffer bytes) {
        return KEYS.decodeKey(bytes);
    }

    @Override
    public byte[] decodeValue(ByteBuffer bytes) {
        return VALUES.decodeValue(bytes);
    }

    @Override
    public ByteBuffer encodeKey(String key) {
        return KEYS.encodeKey(key);
    }

    @Override
    public ByteBuffer encodeValue(byte[] value) {
        return VALUES.encodeValue(value);
    }
}
