package io.tidemark.exchange.wire;

/**
 * Writes values of one record, or of one sealed family of records, as bytes and reads them back.
 *
 * <p>Build it once, into a static field: {@link #of} looks at the types by reflection and checks all of them, after that
 * a value costs no reflection. It keeps no state between calls and may be used by many threads.
 *
 * <p>Components may be {@code long}, {@code int}, {@code boolean}, {@link String}, enums, records, sealed interfaces of
 * records, {@code byte[]}, {@code long[]}, {@code int[]}, {@link java.util.OptionalLong}, and {@link java.util.List} and
 * {@link java.util.Optional} of these or of {@link Long}, {@link Integer} and {@link Boolean}. The encoding is the
 * components in order and nothing else: numbers as zig-zag varints, texts and lists behind their length, an alternative
 * of a sealed family behind its position in the flattened {@code permits} list, a constant as its ordinal.
 *
 * <p>Write the {@code permits} clause out. Where it is left to the compiler, its order is not the order of the source:
 * javac 17 sorts records without references to other types first, so an innocent component would move tags.
 *
 * @param <T> what is written and read
 */
public final class RecordCodec<T> {
    private final Class<T> type;
    private final ValueCodec root;
    private final String schema;

    private RecordCodec(Class<T> type, ValueCodec root, String schema) {
        this.type = type;
        this.root = root;
        this.schema = schema;
    }

    /**
     * The codec of a public record, or of a sealed interface that permits public records and other such interfaces.
     *
     * @throws UnsupportedTypeException if a type in reach cannot be written, naming it and the way to it
     */
    public static <T> RecordCodec<T> of(Class<T> type) {
        CodecBuilder builder = new CodecBuilder();
        ValueCodec root = builder.root(type);
        return new RecordCodec<>(type, root, builder.schema());
    }

    /**
     * Appends the value.
     *
     * @throws IllegalArgumentException if a component is null or a text has half a surrogate pair; what was appended up
     *     to there is then of no use
     */
    public void encode(T value, WireWriter out) {
        root.write(value, out);
    }

    /**
     * Reads one value and leaves the reader behind it.
     *
     * @throws MalformedWireException if no value is next, also when a record refuses its components
     */
    public T decode(WireReader in) {
        return type.cast(root.read(in));
    }

    /** The value as an array of its own. Errors as in {@link #encode}. */
    public byte[] toBytes(T value) {
        WireWriter out = new WireWriter();
        encode(value, out);
        return out.toBytes();
    }

    /**
     * The value that these bytes are, all of them.
     *
     * @throws MalformedWireException if they are none, or if some are left over
     */
    public T fromBytes(byte[] bytes) {
        return decodeLast(new WireReader(bytes));
    }

    /** As {@link #decode}, for a value behind which nothing comes. */
    public T decodeLast(WireReader in) {
        T value = decode(in);
        if (in.remaining() > 0) {
            throw new MalformedWireException(in.position(), "the end, found " + in.remaining() + " more bytes");
        }
        return value;
    }

    /**
     * The format as text: every type in reach, in the order it is first met, with its components, tags or constants in
     * order. Two codecs with one schema read each other's bytes, so a golden file of it pins the format. Names are
     * without their package: moving a type changes no byte.
     */
    public String schema() {
        return schema;
    }
}
