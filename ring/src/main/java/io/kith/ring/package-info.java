/**
 * Hashing, tokens and where partitions should live; pure functions.
 *
 * <h2>From a key to a partition</h2>
 *
 * A key's {@linkplain io.kith.ring.PartitionHash#keyHash token} is a point on a ring of 2⁶⁴ points. The ring is cut
 * into a fixed number of arcs of equal length, the <i>partitions</i>; the top bits of a token say which one it lies in.
 * How many partitions there are never changes, so keys never change their partition; what changes is who holds it.
 *
 * <h2>From a partition to its replicas</h2>
 *
 * {@link io.kith.ring.RingPlacement#next} computes the targets of a config from its members and the targets of the
 * config before. It is consistent hashing with virtual nodes (Karger et al., STOC '97) and bounded loads (Mirrokni,
 * Thorup and Zadimoghaddam, 2016, arXiv:1608.01350): a partition goes to the first members clockwise from it that have
 * room and that the rules allow. Bounded loads alone would move partitions in cascades when room appears elsewhere; as
 * the previous targets are an input here, nothing moves that need not, and the ring only decides about the rest. The
 * steps:
 *
 * <ol>
 *   <li><b>Fair shares.</b> Each member's share is in proportion to its weight, as far as the rules let it be: a member
 *       holds no partition twice, and a zone takes no second replica of a partition while another zone has none. What
 *       one cannot take is shared by the others in proportion (water-filling).
 *   <li><b>What stays.</b> Replicas of members that are still there stay, unless there are now too many of them or
 *       they leave no room for a zone that the partition needs.
 *   <li><b>Quotas.</b> How many replicas each is to hold: what it has, and as little more or less as brings all near
 *       their fair shares. The most loaded always gives first, so the loads stay in a band around the fair shares
 *       however long the sequence of joins and leaves.
 *   <li><b>Claims.</b> A newcomer takes what lies nearest to its tokens, counter-clockwise, from members above their
 *       quota: what plain consistent hashing would have handed it.
 *   <li><b>Vacancies.</b> What a member left behind goes to the first member clockwise below its quota.
 *   <li><b>Chains.</b> Where no single move does it, a third member's replica makes way (an augmenting path), within a
 *       small budget; beyond that, a quota gives way instead, within what is allowed.
 *   <li><b>Primaries.</b> They stay, or go to a surviving replica or to who displaced them; then they are evened out
 *       among the replicas of each partition, which moves no data.
 * </ol>
 *
 * <h2>What holds after any sequence of changes</h2>
 *
 * <ul>
 *   <li>The replicas of a partition are on different members, in as many zones as there are, up to one for each.
 *   <li>No member holds more replicas, or is primary of more partitions, than its fair share by more than one or by
 *       5 %, whichever is more. Up to 17 members (with two replicas a partition) the difference is mostly below one.
 *   <li>A join, a leave or another replication factor moves at most 1.1 times the replicas that must move: those that
 *       left with a member, those by which fair shares grew, or, where the rules force more, what the cheapest
 *       placement that keeps the rules would move. Many changes at once may take a little more.
 *   <li>The number of different members that share partitions with one member, its <i>scatter</i>, is at most
 *       40·(<i>r</i> − 1)·max(1, <i>f</i>/<i>f̄</i>), with <i>r</i> replicas a partition, the member's fair share
 *       <i>f</i> and the average share <i>f̄</i>; it is mostly near half of that. Scatter bounds a node's heartbeats,
 *       and the odds that the loss of any <i>r</i> nodes at once loses data (Cidon et al., "Copysets", ATC '13): with
 *       scatter <i>S</i> there are about <i>n</i>·<i>S</i>/(<i>r</i> − 1) sets of nodes whose joint loss does, of all
 *       the sets of <i>r</i> nodes. Wider scatter refills a lost node faster.
 * </ul>
 *
 * The work is bounded too: besides the sorting of tokens and a few passes over partitions, the search for chains stops
 * after a fixed number of steps. In changes so great that it does (hundreds of members of very different weights, at
 * once), a member may stay above its bound until the next change.
 */
@NullMarked
package io.kith.ring;

import org.jspecify.annotations.NullMarked;
