package io.paxos.spring.codec;

import io.paxos.core.membership.Binding;
import io.paxos.core.membership.Membership;

/**
 * The form of a {@link Binding}, which stands in messages, and its whole form, which stands in a store.
 *
 * <pre>
 * whole-binding := version binding
 * version       := 01
 * binding       := 00 (unbound) | 01 membership (bound) | 02 membership (founded)
 * </pre>
 */
public final class BindingForm {

    private static final int VERSION = 1;

    private static final int UNBOUND = 0;
    private static final int BOUND = 1;
    private static final int FOUNDED = 2;

    private BindingForm() {
    }

    /** The one encoding of a binding as a whole. */
    public static byte[] encode(Binding binding) {
        BinaryOutput out = new BinaryOutput();
        out.writeByte(VERSION);
        write(out, binding);
        return out.toByteArray();
    }

    /**
     * The binding that has this encoding as a whole.
     *
     * @throws UndecodableException if there is none
     */
    public static Binding decode(byte[] encoded) {
        BinaryInput in = new BinaryInput(encoded);
        in.readVersion("a binding", VERSION);
        Binding binding = read(in);
        in.requireEnd();
        return binding;
    }

    /** Writes the one encoding of a binding as a part of something that has a version. */
    public static void write(BinaryOutput out, Binding binding) {
        Membership founders = binding.founders();
        if (founders == null) {
            out.writeByte(UNBOUND);
            return;
        }
        out.writeByte(binding.founded() ? FOUNDED : BOUND);
        MembershipForm.write(out, founders);
    }

    /**
     * Reads a binding as a part of something that has a version.
     *
     * @throws UndecodableException if the next bytes are none
     */
    public static Binding read(BinaryInput in) {
        int from = in.position();
        int stage = in.readByte("the stage of a binding");
        return switch (stage) {
            case UNBOUND -> Binding.UNBOUND;
            case BOUND -> new Binding(MembershipForm.read(in), false);
            case FOUNDED -> new Binding(MembershipForm.read(in), true);
            default -> throw in.unexpected(from, "the stage of a binding", stage + ", which is none");
        };
    }
}
