package io.kith.collections;

/**
 * The first byte of each operation; part of the wire format. The top bit marks writes, the two below it the type: 0 map,
 * 1 vec, 2 deque, 3 partition-wide.
 */
final class Opcode {
    static final int WRITE_BIT = 0x80;
    static final int TYPE_MASK = 0x60;
    static final int TYPE_MAP = 0x00;
    static final int TYPE_VEC = 0x20;
    static final int TYPE_DEQUE = 0x40;
    static final int TYPE_PARTITION = 0x60;

    static final int MAP_GET = 0x01;
    static final int MAP_GET_ENTRY = 0x02;
    static final int MAP_CONTAINS_KEY = 0x03;
    static final int MAP_GET_ALL = 0x04;
    static final int MAP_CONTAINS_KEYS = 0x05;
    static final int MAP_CONTAINS_VALUE = 0x06;
    static final int MAP_SIZE = 0x07;
    static final int MAP_PAGE = 0x08;

    static final int MAP_PUT = 0x81;
    static final int MAP_SET = 0x82;
    static final int MAP_PUT_IF_ABSENT = 0x83;
    static final int MAP_REMOVE = 0x84;
    static final int MAP_DELETE = 0x85;
    static final int MAP_REMOVE_IF_EQUALS = 0x86;
    static final int MAP_REPLACE = 0x87;
    static final int MAP_REPLACE_IF_EQUALS = 0x88;
    static final int MAP_COMPARE_AND_SET = 0x89;
    static final int MAP_PUT_ALL = 0x8A;
    static final int MAP_REMOVE_ALL = 0x8B;
    static final int MAP_CLEAR = 0x8C;
    static final int MAP_EXPIRE = 0x8D;

    static final int OPEN_SESSION = 0xE1;
    static final int CLOSE_SESSION = 0xE2;
    static final int EXPIRE_SESSION = 0xE3;
    static final int CANCEL_REQUEST = 0xE4;
    static final int DESTROY_COLLECTION = 0xE5;

    private Opcode() {}
}
