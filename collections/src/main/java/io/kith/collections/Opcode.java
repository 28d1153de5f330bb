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

    static final int VEC_GET = 0x21;
    static final int VEC_SIZE = 0x22;
    static final int VEC_INDEX_OF = 0x23;
    static final int VEC_PAGE_AT = 0x24;
    static final int VEC_PAGE_BESIDE = 0x25;

    static final int VEC_SET = 0xA1;
    static final int VEC_ADD = 0xA2;
    static final int VEC_INSERT = 0xA3;
    static final int VEC_REMOVE = 0xA4;
    static final int VEC_REMOVE_VALUE = 0xA5;
    static final int VEC_ADD_ALL = 0xA6;
    static final int VEC_INSERT_ALL = 0xA7;
    static final int VEC_REMOVE_RANGE = 0xA8;
    static final int VEC_DRAIN = 0xA9;
    static final int VEC_SWAP_REMOVE = 0xAA;
    static final int VEC_TRUNCATE = 0xAB;
    static final int VEC_REPLACE_RANGE = 0xAC;
    static final int VEC_PERMUTE = 0xAD;
    static final int VEC_CLEAR = 0xAE;
    static final int VEC_SET_ITEM = 0xAF;
    static final int VEC_REMOVE_ITEM = 0xB0;
    static final int VEC_REMOVE_ITEMS = 0xB1;
    static final int VEC_INSERT_BESIDE = 0xB2;
    static final int VEC_COMPARE_AND_SET = 0xB3;

    static final int DEQUE_GET = 0x41;
    static final int DEQUE_SIZE = 0x42;
    static final int DEQUE_INDEX_OF = 0x43;
    static final int DEQUE_PAGE_AT = 0x44;
    static final int DEQUE_PAGE_BESIDE = 0x45;
    static final int DEQUE_PEEK = 0x46;
    static final int DEQUE_CAPACITY = 0x47;

    static final int DEQUE_OFFER = 0xC1;
    static final int DEQUE_POLL = 0xC2;
    static final int DEQUE_OFFER_ALL = 0xC3;
    static final int DEQUE_POLL_ALL = 0xC4;
    static final int DEQUE_PUT = 0xC5;
    static final int DEQUE_TAKE = 0xC6;
    static final int DEQUE_REMOVE_VALUE = 0xC7;
    static final int DEQUE_REMOVE_ITEM = 0xC8;
    static final int DEQUE_REMOVE_ITEMS = 0xC9;
    static final int DEQUE_CLEAR = 0xCA;
    static final int DEQUE_SET_CAPACITY = 0xCB;
    static final int DEQUE_RESERVE = 0xCC;
    static final int DEQUE_ACKNOWLEDGE = 0xCD;
    static final int DEQUE_RELEASE = 0xCE;
    static final int DEQUE_EXTEND = 0xCF;
    static final int DEQUE_EXPIRE = 0xD0;

    static final int OPEN_SESSION = 0xE1;
    static final int CLOSE_SESSION = 0xE2;
    static final int EXPIRE_SESSION = 0xE3;
    static final int CANCEL_REQUEST = 0xE4;
    static final int DESTROY_COLLECTION = 0xE5;
    static final int REFUSE = 0xE6;

    private Opcode() {}

    /** Whether a request with that opcode may wait in a collection. */
    static boolean mayWait(int opcode) {
        return opcode == DEQUE_PUT || opcode == DEQUE_TAKE || opcode == DEQUE_RESERVE;
    }
}
