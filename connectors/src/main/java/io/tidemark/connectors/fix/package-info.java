/**
 * The FIX door: firms log on over FIXT.1.1 and FIX 5.0 SP2, enter, replace and cancel orders, and are told what becomes
 * of them.
 *
 * <p>Execution reports are a function of the journal. What was sent is read back from the message store, everything else is in
 * the newest starting point or rendered again from the records behind it; so no report is lost, and each has the same ExecID whenever it is made. Nothing here
 * decides about the market, and no stranger reaches a session: who does not show the right key in the first message is cut
 * off before a sequence number moves.
 *
 * <p>A door keeps its sessions in files of its own, or in a database that the doors of all members share; then a session is at
 * one door at a time, which is what its duty and its epoch see to.
 *
 * <p>Start reading at {@link io.tidemark.connectors.fix.FixDoor}; the rules of engagement are in {@code docs/fix.md}.
 */
@NullMarked
package io.tidemark.connectors.fix;

import org.jspecify.annotations.NullMarked;
