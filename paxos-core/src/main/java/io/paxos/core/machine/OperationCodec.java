package io.paxos.core.machine;

import io.paxos.core.log.Bytes;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Operations as bytes in the log. Every node must read the same from them for ever, so the form is strict: each
 * operation has one encoding, and what is not exactly an encoding is refused, never guessed at (PITFALLS 73, 82).
 *
 * <pre>
 * operation := version kind name [expected] value      expected only in a compare-and-set
 * version   := 01
 * kind      := 01 decide | 02 append | 03 put | 04 compare-and-set
 * name      := length (1 byte, 1 to 128), characters (ASCII)
 * expected  := 00 absent | 01 value
 * value     := length (4 bytes, big-endian), bytes
 * </pre>
 */
public final class OperationCodec {

    private static final byte VERSION = 1;

    private static final byte DECIDE = 1;
    private static final byte APPEND = 2;
    private static final byte PUT = 3;
    private static final byte COMPARE_AND_SET = 4;

    private static final byte ABSENT = 0;
    private static final byte PRESENT = 1;

    /** Bytes of version, kind and length of the name. */
    private static final int HEAD = 3;

    /** Bytes of the length of a value. */
    private static final int LENGTH = 4;

    private OperationCodec() {
    }

    /**
     * The one encoding of an operation.
     *
     * @throws ArithmeticException if it would be longer than an array can be
     */
    public static Bytes encode(Operation operation) {
        return operation.dispatch(new Encoding());
    }

    /**
     * The operation that has this encoding.
     *
     * @throws UndecodableOperationException if there is none
     */
    public static Operation decode(Bytes body) {
        Reader in = new Reader(body.toByteArray());
        byte version = in.next("version");
        if (version != VERSION) {
            throw new UndecodableOperationException("operation of version " + version + ", this node knows " + VERSION
                    + " only: was it written by a newer release?");
        }
        byte kind = in.next("kind");
        Operation operation = switch (kind) {
            case DECIDE -> new Decide(in.name(), in.value());
            case APPEND -> new Append(in.name(), in.value());
            case PUT -> new Put(in.name(), in.value());
            case COMPARE_AND_SET -> new CompareAndSet(in.name(), in.optionalValue(), in.value());
            default -> throw new UndecodableOperationException("operation of an unknown kind " + kind);
        };
        in.requireEnd();
        return operation;
    }

    private static final class Encoding implements Operation.Cases<Bytes> {

        @Override
        public Bytes decide(Decide decide) {
            return encode(DECIDE, decide.name(), decide.value());
        }

        @Override
        public Bytes append(Append append) {
            return encode(APPEND, append.log(), append.value());
        }

        @Override
        public Bytes put(Put put) {
            return encode(PUT, put.key(), put.value());
        }

        @Override
        public Bytes compareAndSet(CompareAndSet cas) {
            Bytes expected = cas.expected();
            int middle = expected == null ? 1 : Math.addExact(1 + LENGTH, expected.size());
            int rest = Math.addExact(middle, Math.addExact(LENGTH, cas.value().size()));
            byte[] out = start(COMPARE_AND_SET, cas.key(), rest);
            int at = HEAD + cas.key().length();
            if (expected == null) {
                out[at++] = ABSENT;
            } else {
                out[at++] = PRESENT;
                at = putValue(out, at, expected);
            }
            putValue(out, at, cas.value());
            return Bytes.copyOf(out);
        }

        private static Bytes encode(byte kind, String name, Bytes value) {
            byte[] out = start(kind, name, Math.addExact(LENGTH, value.size()));
            putValue(out, HEAD + name.length(), value);
            return Bytes.copyOf(out);
        }

        /** The array of the whole encoding, begun with version, kind and name; {@code rest} bytes are to follow. */
        private static byte[] start(byte kind, String name, int rest) {
            byte[] chars = name.getBytes(StandardCharsets.US_ASCII);
            byte[] out = new byte[Math.addExact(HEAD + chars.length, rest)];
            out[0] = VERSION;
            out[1] = kind;
            out[2] = (byte) chars.length;
            System.arraycopy(chars, 0, out, HEAD, chars.length);
            return out;
        }

        private static int putValue(byte[] out, int at, Bytes value) {
            int size = value.size();
            out[at] = (byte) (size >>> 24);
            out[at + 1] = (byte) (size >>> 16);
            out[at + 2] = (byte) (size >>> 8);
            out[at + 3] = (byte) size;
            value.copyTo(out, at + LENGTH);
            return at + LENGTH + size;
        }
    }

    /** Reads forwards; what is not there is refused before anything is allocated for it. */
    private static final class Reader {

        private final byte[] in;
        private int at;

        Reader(byte[] in) {
            this.in = in;
        }

        byte next(String what) {
            require(1, what);
            return in[at++];
        }

        String name() {
            int length = next("length of the name") & 0xff;
            require(length, "name");
            String name = new String(in, at, length, StandardCharsets.US_ASCII);
            if (!Names.isValid(name)) {
                throw new UndecodableOperationException("the name at byte " + at + " of an operation is none");
            }
            at += length;
            return name;
        }

        @Nullable Bytes optionalValue() {
            byte marker = next("marker of the expected value");
            return switch (marker) {
                case ABSENT -> null;
                case PRESENT -> value();
                default -> throw new UndecodableOperationException("unknown marker " + marker
                        + " of an expected value");
            };
        }

        Bytes value() {
            require(LENGTH, "length of a value");
            int length = (in[at] & 0xff) << 24 | (in[at + 1] & 0xff) << 16 | (in[at + 2] & 0xff) << 8
                    | in[at + 3] & 0xff;
            at += LENGTH;
            require(length, "value");
            Bytes value = Bytes.copyOf(in, at, at + length);
            at += length;
            return value;
        }

        void requireEnd() {
            if (at != in.length) {
                throw new UndecodableOperationException((in.length - at) + " bytes too many after an operation");
            }
        }

        private void require(int length, String what) {
            if (length < 0 || length > in.length - at) {
                throw new UndecodableOperationException("an operation of " + in.length + " bytes ends before its "
                        + what + ", which should take " + Integer.toUnsignedString(length) + " from byte " + at
                        + " on");
            }
        }
    }
}
