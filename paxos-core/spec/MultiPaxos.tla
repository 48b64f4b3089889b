----------------------------- MODULE MultiPaxos -----------------------------
(***************************************************************************)
(* The protocol of paxos-core as it is built, at the grain of its steps:   *)
(* one action is one Replica.step, or one write that reaches the disk, or  *)
(* one crash.  The labels (B1 to R1) are those of docs/protocol.md.  Which *)
(* method each action stands for, and what is left out, is in README.md    *)
(* beside this file.                                                       *)
(*                                                                         *)
(* Epoch 0 only.  The founding (F1 to F8) is an assumption: all nodes are  *)
(* members, each with the store that it was founded with.                  *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets

CONSTANTS
    N,              \* number of nodes
    MaxSlot,        \* slots 1 to MaxSlot
    MaxBallot,      \* ballots 1 to MaxBallot
    PrepareSize,    \* least number of nodes in a prepare-quorum
    AcceptSize,     \* least number of nodes in an accept-quorum
    MaxCrashes,     \* crashes in one behaviour, of all nodes together
    WithReads       \* whether linearizable reads take place (R1)

(* M9, QuorumSizes.requireIntersectionIn: only quorums of different phases *)
(* must meet.                                                              *)
ASSUME /\ N \in Nat \ {0}
       /\ {MaxSlot, MaxBallot, MaxCrashes} \subseteq Nat
       /\ {PrepareSize, AcceptSize} \subseteq 1..N
       /\ PrepareSize + AcceptSize > N
       /\ WithReads \in BOOLEAN

Node == 1..N
Slot == 1..MaxSlot

(* B1: a ballot is (round, node), here as the number (round - 1) * N +     *)
(* node, which has the same order.  No clock takes part.                   *)
Ballot == 1..MaxBallot
NoBallot == 0
Owner(b) == ((b - 1) % N) + 1

(* What stands in a slot: a no-op, or a command.  Every leader proposes a  *)
(* command of its own, as that is the worst case for agreement.            *)
NoOp == 0
Command(b) == b
Value == {NoOp} \cup {Command(b) : b \in Ballot}
NoValue == -1

NoVote == [b |-> NoBallot, v |-> NoValue]

(* S3, L4: in a report, a value known chosen outranks every vote.          *)
AsChosen == MaxBallot + 1

IsPrepareQuorum(nodes) == Cardinality(nodes) >= PrepareSize
IsAcceptQuorum(nodes) == Cardinality(nodes) >= AcceptSize

VARIABLES
    (* Volatile, lost in a crash.                                          *)
    mem,        \* the acceptor's memory: promise, votes, and the chosen values stored as such
    chosen,     \* the chosen prefix that the node knows; all of it is applied (L5, L6)
    lead,       \* its part in choosing a leader: follower, candidate or leader, with what belongs to that
    pend,       \* writes asked for and not durable yet, each with the messages that wait for it
    read,       \* the one linearizable read under way
    (* Durable.                                                            *)
    disk,       \* what a process that starts now would find
    (* Of the network, and of the observer.                                *)
    msgs,       \* all messages that ever left a node
    cast,       \* all votes that ever were durable
    crashes     \* how many there have been

vars == <<mem, chosen, lead, pend, read, disk, msgs, cast, crashes>>
unchangedByMessages == <<disk, cast, crashes>>

(***************************************************************************)
(* Messages.  They stay in the set for ever: a message may come again, be  *)
(* overtaken, or never be looked at, which is a loss.                      *)
(***************************************************************************)
PrepareMsg(b, from) == [type |-> "prepare", b |-> b, from |-> from]
PromiseMsg(n, b, rep) == [type |-> "promise", n |-> n, b |-> b, rep |-> rep]
AcceptMsg(b, s, v) == [type |-> "accept", b |-> b, s |-> s, v |-> v]
AcceptedMsg(n, b, s) == [type |-> "accepted", n |-> n, b |-> b, s |-> s]
AnnounceMsg(b, upTo) == [type |-> "announce", b |-> b, upTo |-> upTo]
FetchedMsg(s, v) == [type |-> "fetched", s |-> s, v |-> v]

OfType(type) == {m \in msgs : m.type = type}

(* A node that knows a slot chosen gives its value to whoever asks (L5).   *)
(* The answer is taken as sent in the step that learns the slot; when it   *)
(* arrives, if ever, is open.                                              *)
Answers(prefix) == {FetchedMsg(s, prefix[s]) : s \in 1..Len(prefix)}

(***************************************************************************)
(* Roles.                                                                  *)
(***************************************************************************)
Follower == [role |-> "follower", b |-> NoBallot, from |-> 0, plan |-> <<>>,
             next |-> 0, vouched |-> 0]

(* S4: the start barrier is the last of the values that must be proposed.  *)
Barrier(n) == lead[n].from + Len(lead[n].plan) - 1

(* ReplicaState.isServing.  All that is chosen is applied in the step that *)
(* learns it.                                                              *)
IsServing(n) == /\ lead[n].role = "leader"
                /\ lead[n].vouched >= Barrier(n)
                /\ Len(chosen[n]) >= Barrier(n)

NoRead == [st |-> "none", n |-> 0, floor |-> 0, index |-> 0, acks |-> {}]

(* Whatever a node was ends, with all that it has counted (A3, L5).        *)
BecomeFollower(n) ==
    /\ lead' = [lead EXCEPT ![n] = Follower]
    /\ read' = IF read.n = n THEN NoRead ELSE read

StaySame == UNCHANGED <<lead, read>>

(***************************************************************************)
(* Writes.  A step changes the memory at once and asks for a write of what *)
(* it must not forget; messages that wait for the write leave with it.     *)
(***************************************************************************)

(* The disk as it will be: the mark rides along with every write (L7).     *)
Image(m, prefix) == [promised |-> m.promised, votes |-> m.votes,
                     rows |-> m.rows, mark |-> Len(prefix)]

Ask(n, m, prefix, waiting) ==
    /\ mem' = [mem EXCEPT ![n] = m]
    /\ chosen' = [chosen EXCEPT ![n] = prefix]
    /\ pend' = [pend EXCEPT ![n] =
                    Append(@, [image |-> Image(m, prefix), waiting |-> waiting])]

(* Messages that need no write of their own still wait for earlier ones.   *)
SendAfterWrites(n, out) ==
    LET last == Len(pend[n])
    IN IF last = 0
       THEN /\ msgs' = msgs \cup out
            /\ UNCHANGED pend
       ELSE /\ pend' = [pend EXCEPT ![n][last].waiting = @ \cup out]
            /\ UNCHANGED msgs

VotesOf(n, image) ==
    {[n |-> n, s |-> s, b |-> image.votes[s].b, v |-> image.votes[s].v] :
        s \in {t \in Slot : image.votes[t] # NoVote}}

(* A2, B2, A5: the write reaches the disk in one piece, and what waited    *)
(* for it leaves, to other nodes and to the node itself.                   *)
Durable(n) ==
    /\ pend[n] # <<>>
    /\ LET write == Head(pend[n])
       IN /\ disk' = [disk EXCEPT ![n] = write.image]
          /\ cast' = cast \cup VotesOf(n, write.image)
          /\ msgs' = msgs \cup write.waiting
    /\ pend' = [pend EXCEPT ![n] = Tail(@)]
    /\ UNCHANGED <<mem, chosen, lead, read, crashes>>

(* Crash and restart.  Writes that are not on the disk are lost, with the  *)
(* messages that wait for them.  L7, DurableStateBuilder.chosenValue: up   *)
(* to the mark, the value is the one stored as chosen, else the own vote.  *)
Crash(n) ==
    /\ crashes < MaxCrashes
    /\ crashes' = crashes + 1
    /\ pend' = [pend EXCEPT ![n] = <<>>]
    /\ mem' = [mem EXCEPT ![n] = [promised |-> disk[n].promised,
                                  votes |-> disk[n].votes, rows |-> disk[n].rows]]
    /\ chosen' = [chosen EXCEPT ![n] =
                    [s \in 1..disk[n].mark |-> IF disk[n].rows[s] # NoValue
                                               THEN disk[n].rows[s]
                                               ELSE disk[n].votes[s].v]]
    /\ BecomeFollower(n)
    /\ UNCHANGED <<disk, msgs, cast>>

(***************************************************************************)
(* Phase 1.                                                                *)
(***************************************************************************)

(* S2, L4: per slot from the campaign's first on, the value known chosen,  *)
(* else the vote.                                                          *)
Report(n, from) ==
    [s \in Slot |-> IF s < from THEN NoVote
                    ELSE IF s <= Len(chosen[n])
                         THEN [b |-> AsChosen, v |-> chosen[n][s]]
                         ELSE mem[n].votes[s]]

(* B2, S2: the own promise and the chosen prefix are asked to become       *)
(* durable, and no Prepare leaves before.                                  *)
Campaign(n, b) ==
    /\ lead[n].role = "follower"
    /\ Owner(b) = n
    /\ b > mem[n].promised
    /\ LET from == Len(chosen[n]) + 1
       IN /\ Ask(n, [mem[n] EXCEPT !.promised = b], chosen[n],
                 {PrepareMsg(b, from), PromiseMsg(n, b, Report(n, from))})
          /\ lead' = [lead EXCEPT ![n] = [Follower EXCEPT !.role = "candidate",
                                                          !.b = b, !.from = from]]
    /\ UNCHANGED <<read, msgs>>
    /\ UNCHANGED unchangedByMessages

(* B3: a higher ballot is promised, an equal one is answered again, a      *)
(* lower one is refused; what the Nack does is StepDown.                   *)
OnPrepare(n, m) ==
    /\ Owner(m.b) # n
    /\ LET promise == PromiseMsg(n, m.b, Report(n, m.from))
       IN \/ /\ m.b > mem[n].promised
             /\ Ask(n, [mem[n] EXCEPT !.promised = m.b], chosen[n], {promise})
             /\ BecomeFollower(n)
             /\ UNCHANGED msgs
          \/ /\ m.b = mem[n].promised
             /\ SendAfterWrites(n, {promise})
             /\ StaySame
             /\ UNCHANGED <<mem, chosen>>
    /\ UNCHANGED unchangedByMessages

(* S3: in each slot the value with the highest rank, a no-op in each gap.  *)
(* S4: then a no-op as the start barrier.                                  *)
Recovered(from, promises) ==
    LET Reports(s) == {p.rep[s] : p \in promises}
        Highest(s) == CHOOSE r \in Reports(s) : \A q \in Reports(s) : q.b <= r.b
        last == CHOOSE l \in (from - 1)..MaxSlot :
                    /\ \A s \in (l + 1)..MaxSlot : Highest(s) = NoVote
                    /\ l >= from => Highest(l) # NoVote
    IN [i \in 1..(last - from + 2) |->
            LET s == from + i - 1
            IN IF s <= last /\ Highest(s) # NoVote THEN Highest(s).v ELSE NoOp]

(* A prepare-quorum has promised this very ballot; members are counted,    *)
(* not messages, and one promise of each.  L1: it announces what lies      *)
(* below the start of its phase 1.                                         *)
BecomeLeader(n) ==
    /\ lead[n].role = "candidate"
    /\ \E promises \in SUBSET {p \in OfType("promise") : p.b = lead[n].b} :
        LET senders == {p.n : p \in promises}
        IN /\ Cardinality(promises) = Cardinality(senders)
           /\ Cardinality(senders) = PrepareSize
           /\ IsPrepareQuorum(senders)
           /\ lead' = [lead EXCEPT ![n].role = "leader",
                                   ![n].plan = Recovered(lead[n].from, promises),
                                   ![n].next = lead[n].from,
                                   ![n].vouched = lead[n].from - 1]
    /\ msgs' = msgs \cup {AnnounceMsg(lead[n].b, lead[n].from - 1)}
    /\ UNCHANGED <<mem, chosen, pend, read>>
    /\ UNCHANGED unchangedByMessages

(* A Nack, the header of any message (B4), no accept-quorum heard, a disk  *)
(* far slower than the others', a stop: a candidate or leader may become   *)
(* a follower at any time.                                                 *)
StepDown(n) ==
    /\ lead[n].role # "follower"
    /\ BecomeFollower(n)
    /\ UNCHANGED <<mem, chosen, pend, msgs>>
    /\ UNCHANGED unchangedByMessages

(***************************************************************************)
(* Phase 2.                                                                *)
(***************************************************************************)
WithVote(n, b, s, v) ==
    [mem[n] EXCEPT !.promised = b, !.votes[s] = [b |-> b, v |-> v]]

(* A1: slots are proposed one after the other, without waiting for those   *)
(* before.  S3, S4: first what was recovered and the barrier, then         *)
(* commands.  A4: nothing is proposed twice in one ballot and slot.        *)
(* A5: the Accept leaves at once; the own vote counts when durable.        *)
Propose(n) ==
    /\ lead[n].role = "leader"
    /\ lead[n].next <= MaxSlot
    /\ LET s == lead[n].next
           b == lead[n].b
           v == IF s <= Barrier(n) THEN lead[n].plan[s - lead[n].from + 1]
                                   ELSE Command(b)
       IN /\ msgs' = msgs \cup {AcceptMsg(b, s, v)}
          /\ Ask(n, WithVote(n, b, s, v), chosen[n], {AcceptedMsg(n, b, s)})
    /\ lead' = [lead EXCEPT ![n].next = @ + 1]
    /\ UNCHANGED read
    /\ UNCHANGED unchangedByMessages

(* B3: refused below the promise.  A2: above it, the promise rises with    *)
(* the vote, in one write, and then the vote is acknowledged.  An Accept   *)
(* that comes again needs no step: its acknowledgement has left, or waits. *)
OnAccept(n, m) ==
    /\ Owner(m.b) # n
    /\ m.b >= mem[n].promised
    /\ mem[n].votes[m.s].b # m.b
    /\ Ask(n, WithVote(n, m.b, m.s, m.v), chosen[n], {AcceptedMsg(n, m.b, m.s)})
    /\ BecomeFollower(n)
    /\ UNCHANGED msgs
    /\ UNCHANGED unchangedByMessages

(* A3: acknowledgements count for the very slot that they name.  L1, L5:   *)
(* only an unbroken run leaves the pipeline; what is counted above a gap   *)
(* has no effect, so it needs no variable.  L6: applied in this step.      *)
Count(n) ==
    /\ lead[n].role = "leader"
    /\ LET s == lead[n].vouched + 1
           b == lead[n].b
           prefix == IF Len(chosen[n]) >= s THEN chosen[n]
                     ELSE Append(chosen[n], mem[n].votes[s].v)
       IN /\ s < lead[n].next
          /\ IsAcceptQuorum({m.n : m \in {a \in OfType("accepted") : a.b = b /\ a.s = s}})
          /\ lead' = [lead EXCEPT ![n].vouched = s]
          /\ chosen' = [chosen EXCEPT ![n] = prefix]
          /\ msgs' = msgs \cup {AnnounceMsg(b, s)} \cup Answers(prefix)
    /\ UNCHANGED <<mem, pend, read>>
    /\ UNCHANGED unchangedByMessages

(***************************************************************************)
(* Learning.                                                               *)
(***************************************************************************)

(* L3: the own votes of that very ballot, as far as they reach without a   *)
(* gap (L5).                                                               *)
RECURSIVE Matching(_, _, _, _)
Matching(prefix, votes, b, upTo) ==
    LET s == Len(prefix) + 1
    IN IF s <= upTo /\ votes[s].b = b
       THEN Matching(Append(prefix, votes[s].v), votes, b, upTo)
       ELSE prefix

(* The announcement comes in now, in a ballot not below the promise, or    *)
(* has come in before and is remembered; a leader uses none that it        *)
(* remembers.  L7: the mark is not written for itself.                     *)
OnAnnouncement(n, m) ==
    /\ Owner(m.b) # n
    /\ m.b >= mem[n].promised \/ lead[n].role # "leader"
    /\ LET prefix == Matching(chosen[n], mem[n].votes, m.b, m.upTo)
       IN /\ prefix # chosen[n]
          /\ chosen' = [chosen EXCEPT ![n] = prefix]
          /\ msgs' = msgs \cup Answers(prefix)
    /\ IF m.b > lead[n].b /\ m.b >= mem[n].promised THEN BecomeFollower(n) ELSE StaySame
    /\ UNCHANGED <<mem, pend>>
    /\ UNCHANGED unchangedByMessages

(* L2: a leader drops what lies below its barrier, and is deposed by what  *)
(* does not.  L4: stored as chosen, never as a vote.  L5: no gap.          *)
OnFetched(n, m) ==
    /\ m.s = Len(chosen[n]) + 1
    /\ lead[n].role = "leader" => m.s >= Barrier(n)
    /\ LET prefix == Append(chosen[n], m.v)
       IN /\ Ask(n, [mem[n] EXCEPT !.rows[m.s] = m.v], prefix, {})
          /\ msgs' = msgs \cup Answers(prefix)
    /\ IF lead[n].role = "leader" THEN BecomeFollower(n) ELSE StaySame
    /\ UNCHANGED unchangedByMessages

(***************************************************************************)
(* Reads (R1).  One at a time.  Its floor is the highest slot that any     *)
(* node has applied when it comes in: more than was acknowledged to        *)
(* anybody by then.                                                        *)
(***************************************************************************)
KnownToAnybody == Cardinality({m.s : m \in OfType("fetched")})

ReadComesIn(n) ==
    /\ WithReads
    /\ lead[n].role = "leader"
    /\ read.st = "none"
    /\ read' = [NoRead EXCEPT !.st = "waits", !.n = n, !.floor = KnownToAnybody]
    /\ UNCHANGED <<mem, chosen, lead, pend, msgs>>
    /\ UNCHANGED unchangedByMessages

(* The index is noted only when the barrier is applied.                    *)
BeginRound(n) ==
    /\ read.st = "waits"
    /\ read.n = n
    /\ IsServing(n)
    /\ read' = [read EXCEPT !.st = "round", !.acks = {n},
                    !.index = IF Len(chosen[n]) > Barrier(n) THEN Len(chosen[n]) ELSE Barrier(n)]
    /\ UNCHANGED <<mem, chosen, lead, pend, msgs>>
    /\ UNCHANGED unchangedByMessages

(* From the promise in memory.  An acknowledgement counts for its round    *)
(* and its ballot only, so it is added where it counts.                    *)
AckRound(n) ==
    /\ read.st = "round"
    /\ n \notin read.acks
    /\ mem[n].promised <= lead[read.n].b
    /\ read' = [read EXCEPT !.acks = @ \cup {n}]
    /\ UNCHANGED <<mem, chosen, lead, pend, msgs>>
    /\ UNCHANGED unchangedByMessages

ReadIsConfirmed == read.st = "round" /\ IsAcceptQuorum(read.acks)

(* Answered from what is applied, here or on the node that asked, or given *)
(* up.                                                                     *)
EndRead ==
    /\ read.st # "none"
    /\ read' = NoRead
    /\ UNCHANGED <<mem, chosen, lead, pend, msgs>>
    /\ UNCHANGED unchangedByMessages

(***************************************************************************)
(* The whole.                                                              *)
(***************************************************************************)
EmptyDisk == [promised |-> NoBallot, votes |-> [s \in Slot |-> NoVote],
              rows |-> [s \in Slot |-> NoValue], mark |-> 0]

Init ==
    /\ disk = [n \in Node |-> EmptyDisk]
    /\ mem = [n \in Node |-> [promised |-> NoBallot, votes |-> EmptyDisk.votes,
                              rows |-> EmptyDisk.rows]]
    /\ chosen = [n \in Node |-> <<>>]
    /\ lead = [n \in Node |-> Follower]
    /\ pend = [n \in Node |-> <<>>]
    /\ read = NoRead
    /\ msgs = {}
    /\ cast = {}
    /\ crashes = 0

Next ==
    \/ EndRead
    \/ \E n \in Node :
        \/ Durable(n)
        \/ Crash(n)
        \/ \E b \in Ballot : Campaign(n, b)
        \/ \E m \in OfType("prepare") : OnPrepare(n, m)
        \/ BecomeLeader(n)
        \/ StepDown(n)
        \/ Propose(n)
        \/ \E m \in OfType("accept") : OnAccept(n, m)
        \/ Count(n)
        \/ \E m \in OfType("announce") : OnAnnouncement(n, m)
        \/ \E m \in OfType("fetched") : OnFetched(n, m)
        \/ ReadComesIn(n)
        \/ BeginRound(n)
        \/ AckRound(n)

Spec == Init /\ [][Next]_vars

(***************************************************************************)
(* What must hold.                                                         *)
(***************************************************************************)
Stored == [promised : Ballot \cup {NoBallot},
           votes : [Slot -> [b : Ballot, v : Value] \cup {NoVote}],
           rows : [Slot -> Value \cup {NoValue}]]

TypeOK ==
    /\ \A n \in Node :
        /\ mem[n] \in Stored
        /\ [promised |-> disk[n].promised, votes |-> disk[n].votes, rows |-> disk[n].rows] \in Stored
        /\ disk[n].mark \in 0..MaxSlot
        /\ Len(chosen[n]) <= MaxSlot
        /\ \A s \in 1..Len(chosen[n]) : chosen[n][s] \in Value
        /\ lead[n].role \in {"follower", "candidate", "leader"}
        /\ lead[n].next <= MaxSlot + 1
    /\ read.st \in {"none", "waits", "round"}
    /\ crashes \in 0..MaxCrashes

(* A value is chosen in a slot when an accept-quorum has voted for it,     *)
(* durably, in one ballot.                                                 *)
IsChosen(s, v) ==
    \E b \in Ballot : IsAcceptQuorum({c.n : c \in {d \in cast : d.s = s /\ d.b = b /\ d.v = v}})

Agreement ==
    \A s \in Slot : \A v, w \in Value : IsChosen(s, v) /\ IsChosen(s, w) => v = w

OneValuePerBallot ==
    /\ \A c, d \in cast : c.s = d.s /\ c.b = d.b => c.v = d.v
    /\ \A a, d \in OfType("accept") : a.s = d.s /\ a.b = d.b => a.v = d.v

(* Every slot of a known prefix, and so every applied slot, has the chosen *)
(* value; after a restart too.                                             *)
AppliedIsChosen ==
    \A n \in Node : \A s \in 1..Len(chosen[n]) : IsChosen(s, chosen[n][s])

(* B2, A2: an acknowledgement, a promise or a Prepare tells of what is     *)
(* durable.                                                                *)
SaidIsDurable ==
    /\ \A m \in OfType("accepted") : \E c \in cast : c.n = m.n /\ c.s = m.s /\ c.b = m.b
    /\ \A m \in OfType("promise") : disk[m.n].promised >= m.b
    /\ \A m \in OfType("prepare") : disk[Owner(m.b)].promised >= m.b

(* A candidate or leader has promised its own ballot and none above, so    *)
(* its own acceptor never refuses it.                                      *)
OwnBallotIsPromised ==
    \A n \in Node : lead[n].role # "follower" => mem[n].promised = lead[n].b

(* DurableStateBuilder.build finds nothing missing.                        *)
DiskIsWhole ==
    \A n \in Node :
        /\ \A s \in 1..disk[n].mark : disk[n].rows[s] # NoValue \/ disk[n].votes[s] # NoVote
        /\ \A s \in Slot : disk[n].votes[s].b <= disk[n].promised

(* A confirmed read sees all that anybody had applied when it came in.     *)
ReadsNotStale == ReadIsConfirmed => read.index >= read.floor

(* On no disk does the promise or the ballot of a vote fall, and no vote   *)
(* lies below the promise that was durable before it.                      *)
PromiseMonotonic ==
    [][\A n \in Node :
        /\ disk'[n].promised >= disk[n].promised
        /\ \A s \in Slot :
            /\ disk'[n].votes[s].b >= disk[n].votes[s].b
            /\ disk'[n].votes[s] # disk[n].votes[s] => disk'[n].votes[s].b >= disk[n].promised]_vars
=============================================================================
