package io.kith.collections.kind;

import io.kith.collections.wire.Operations;
import io.kith.collections.wire.PayloadWriter;

/** Something that a collection knows by a number of its own, a ticket: a request that waits, a reservation. */
public final class TicketDue extends Due {
    private final int expireCode;
    private final long ticket;

    /**
     * Something due.
     *
     * @param expireCode the code of the operation that ends it, whose arguments are the ticket and the time
     */
    public TicketDue(int expireCode, long opening, long ticket, long expiresAtMillis) {
        super(opening, expiresAtMillis);
        this.expireCode = expireCode;
        this.ticket = ticket;
    }

    @Override
    protected int compareWithin(Due other) {
        return Long.compare(ticket, ((TicketDue) other).ticket);
    }

    @Override
    protected byte[] command(int kind) {
        return Operations.ofOpening(
                        kind,
                        expireCode,
                        opening(),
                        PayloadWriter.varLongSize(ticket) + PayloadWriter.varLongSize(expiresAtMillis()))
                .writeVarLong(ticket)
                .writeVarLong(expiresAtMillis())
                .toBytes();
    }
}
