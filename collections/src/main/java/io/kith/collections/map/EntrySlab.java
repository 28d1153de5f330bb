package io.kith.collections.map;

import io.kith.collections.wire.PayloadWriter;
import java.util.Arrays;

/**
 * The bytes of a table's entries, each behind its length, in pages: a million small entries are some thousand arrays
 * rather than a million objects, each with a header and a place of its own that the garbage collector must look at.
 *
 * <p>A freed entry's bytes are lost until its page is {@linkplain #isSparse sparse}; then the table moves what is left
 * there and gives the page back. Long entries have pages of their own. Addresses are never 0.
 */
final class EntrySlab {
    /** The length of a page of many entries. */
    static final int PAGE_BYTES = 8 << 10;

    private static final int MIN_PAGE_BYTES = 128;

    /** With what a page begins that is not the table's first. */
    private static final int LATER_PAGE_BYTES = PAGE_BYTES / 4;

    private static final int MAX_SHARED_BYTES = PAGE_BYTES / 8;
    private static final int ALIGNMENT = 2;
    private static final int PLACE_BITS = 12;
    private static final int PLACE_MASK = (1 << PLACE_BITS) - 1;
    private static final int MAX_PAGES = 1 << (Integer.SIZE - PLACE_BITS);
    private static final byte[] NO_PAGE = {};

    private byte[][] pages = {NO_PAGE};

    /** For each page the bytes that were written, and those of them that were freed. */
    private int[] written = {0};

    private int[] freed = {0};
    private int pageCount = 1;
    private int[] vacant = {};
    private int vacantCount;

    /** The page that entries are added to; 0 if there is none. */
    private int current;

    private long usedBytes;

    /** Adds a copy of an entry and gives back its address. */
    int add(byte[] array, int offset, int length) {
        int size = recordSize(length);
        usedBytes += size;
        if (size > MAX_SHARED_BYTES) {
            int own = newPage(new byte[size]);
            written[own] = size;
            write(pages[own], 0, array, offset, length);
            return own << PLACE_BITS;
        }
        if (current == 0 || written[current] + size > PAGE_BYTES) {
            // A page grows as it fills: a table is many, and each has one that is not full.
            int least = usedBytes > PAGE_BYTES ? LATER_PAGE_BYTES : MIN_PAGE_BYTES;
            current = newPage(new byte[Math.max(least, size)]);
        }
        int place = written[current];
        if (place + size > pages[current].length) {
            int grown = Math.min(PAGE_BYTES, Math.max(place + size, pages[current].length + pages[current].length / 2));
            pages[current] = Arrays.copyOf(pages[current], grown);
        }
        write(pages[current], place, array, offset, length);
        written[current] = place + size;
        return current << PLACE_BITS | place / ALIGNMENT;
    }

    private static void write(byte[] page, int place, byte[] array, int offset, int length) {
        int at = place;
        int rest = length;
        while ((rest & ~0x7F) != 0) {
            page[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        page[at++] = (byte) rest;
        System.arraycopy(array, offset, page, at, length);
    }

    private int newPage(byte[] page) {
        int index;
        if (vacantCount > 0) {
            index = vacant[--vacantCount];
        } else {
            if (pageCount == MAX_PAGES) {
                throw new IllegalStateException(
                        "a partition's part of one map takes more than " + MAX_PAGES + " pages");
            }
            if (pageCount == pages.length) {
                int length = Math.min(MAX_PAGES, pageCount + (pageCount >> 1) + 1);
                pages = Arrays.copyOf(pages, length);
                written = Arrays.copyOf(written, length);
                freed = Arrays.copyOf(freed, length);
            }
            index = pageCount++;
        }
        pages[index] = page;
        written[index] = 0;
        freed[index] = 0;
        return index;
    }

    /** Puts an entry of the same length into another's place. */
    void overwrite(int address, byte[] entry) {
        System.arraycopy(entry, 0, page(address), start(address), entry.length);
    }

    /** Gives up an entry; its page may be sparse now. */
    void free(int address) {
        int page = pageOf(address);
        int size = recordSize(length(address));
        usedBytes -= size;
        freed[page] += size;
        if (freed[page] == written[page]) {
            release(page);
        }
    }

    /** Whether so much of a page was freed that what is left should be moved. */
    boolean isSparse(int page) {
        return freed[page] > MIN_PAGE_BYTES && freed[page] > written[page] / 2;
    }

    /** Adds nothing more to a page: what is left in it is about to be moved. */
    void retire(int page) {
        if (page == current) {
            current = 0;
        }
    }

    /** Gives a page back; whatever was not freed in it was moved. */
    void release(int page) {
        if (pages[page].length == 0) {
            return;
        }
        usedBytes -= written[page] - freed[page];
        pages[page] = NO_PAGE;
        written[page] = 0;
        freed[page] = 0;
        if (page == current) {
            current = 0;
        }
        if (vacantCount == vacant.length) {
            vacant = Arrays.copyOf(vacant, vacantCount * 2 + 4);
        }
        vacant[vacantCount++] = page;
    }

    /** The address of a page's first entry, used or freed; 0 if it has none. */
    int firstIn(int page) {
        return written[page] == 0 ? 0 : page << PLACE_BITS;
    }

    /** The address of the entry behind that one in its page, used or freed; 0 if it is the last. */
    int next(int address) {
        int page = pageOf(address);
        int end = place(address) + recordSize(length(address));
        return end >= written[page] ? 0 : page << PLACE_BITS | end / ALIGNMENT;
    }

    static int pageOf(int address) {
        return address >>> PLACE_BITS;
    }

    /** The array that an entry lies in, which changes when entries are added. */
    byte[] page(int address) {
        return pages[address >>> PLACE_BITS];
    }

    private static int place(int address) {
        return (address & PLACE_MASK) * ALIGNMENT;
    }

    /** Where in its array an entry begins. */
    int start(int address) {
        byte[] page = page(address);
        int at = place(address);
        while (page[at] < 0) {
            at++;
        }
        return at + 1;
    }

    /** The length of an entry in bytes. */
    int length(int address) {
        byte[] page = page(address);
        int at = place(address);
        int length = page[at] & 0x7F;
        for (int shift = 7; page[at] < 0; shift += 7) {
            length |= (page[++at] & 0x7F) << shift;
        }
        return length;
    }

    /** A copy of an entry. */
    byte[] copy(int address) {
        int start = start(address);
        return Arrays.copyOfRange(page(address), start, start + length(address));
    }

    private static int recordSize(int length) {
        int size = PayloadWriter.varLongSize(length) + length;
        return (size + ALIGNMENT - 1) & -ALIGNMENT;
    }
}
