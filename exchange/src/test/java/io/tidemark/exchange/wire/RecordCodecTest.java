package io.tidemark.exchange.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordCodecTest {
    private static final RecordCodec<Sample> SAMPLES = RecordCodec.of(Sample.class);
    private static final RecordCodec<Sample.Cancel> CANCELS = RecordCodec.of(Sample.Cancel.class);
    private static final RecordCodec<Sample.Place> PLACES = RecordCodec.of(Sample.Place.class);

    static LongStream seeds() {
        return LongStream.concat(LongStream.of(20_261_121), LongStream.range(0, 200));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyValueComesBackAndHasOneEncoding(long seed) {
        Samples samples = new Samples(seed);
        WireWriter out = new WireWriter();
        List<Sample> written = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Sample value = samples.next();
            written.add(value);
            SAMPLES.encode(value, out);
        }
        byte[] bytes = out.toBytes();
        WireReader in = new WireReader(bytes);
        List<Sample> read = new ArrayList<>();
        while (in.remaining() > 0) {
            read.add(SAMPLES.decode(in));
        }
        assertThat(read).isEqualTo(written);
        written.forEach(value -> assertThat(SAMPLES.toBytes(SAMPLES.fromBytes(SAMPLES.toBytes(value))))
                .isEqualTo(SAMPLES.toBytes(value)));
    }

    /** The figures are those of the authors of FNV. */
    @Test
    void theHashIsThatOfTheBytesAndOfNothingElse() {
        WireWriter out = new WireWriter();
        assertThat(out.hash()).isEqualTo(0xCBF29CE484222325L);
        out.writeByte('a');
        assertThat(out.hash()).isEqualTo(0xAF63DC4C8601EC8CL);
        out.clear();
        assertThat(out.hash()).isEqualTo(0xCBF29CE484222325L);
        for (char letter : "foobar".toCharArray()) {
            out.writeByte(letter);
        }
        assertThat(out.hash()).isEqualTo(0x85944171F73967E8L);
        out.clear();
        out.writeString("foobar");
        assertThat(WireWriter.hash("foobar")).isEqualTo(out.hash());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aValueCutOffAtAnyByteIsRefused(long seed) {
        byte[] bytes = SAMPLES.toBytes(new Samples(seed).next());
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatExceptionOfType(MalformedWireException.class)
                    .as("cut to %d of %d bytes", length, bytes.length)
                    .isThrownBy(() -> SAMPLES.fromBytes(cut))
                    .satisfies(refused -> assertThat(refused.position()).isBetween(0, cut.length));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void garbageIsRefusedOrIsTheOneEncodingOfSomething(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] good = SAMPLES.toBytes(new Samples(seed).next());
        for (int i = 0; i < 200; i++) {
            byte[] bytes = good.clone();
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            Optional<Sample> read = Optional.empty();
            try {
                read = Optional.of(SAMPLES.fromBytes(bytes));
            } catch (MalformedWireException refused) {
                assertThat(refused).hasMessageContaining("malformed at byte").hasMessageContaining("expected");
            }
            read.ifPresent(value -> assertThat(SAMPLES.toBytes(value)).isEqualTo(bytes));
        }
    }

    @Test
    void smallNumbersOfEitherSignAreShort() {
        assertThat(hex(CANCELS.toBytes(new Sample.Cancel(0)))).isEqualTo("00");
        assertThat(hex(CANCELS.toBytes(new Sample.Cancel(-1)))).isEqualTo("01");
        assertThat(hex(CANCELS.toBytes(new Sample.Cancel(1)))).isEqualTo("02");
        assertThat(hex(CANCELS.toBytes(new Sample.Cancel(64)))).isEqualTo("8001");
        assertThat(hex(CANCELS.toBytes(new Sample.Cancel(Long.MAX_VALUE)))).isEqualTo("feffffffffffffffff01");
        assertThat(hex(CANCELS.toBytes(new Sample.Cancel(Long.MIN_VALUE)))).isEqualTo("ffffffffffffffffff01");
    }

    @Test
    void theTagIsThePlaceInTheFlattenedFamily() {
        assertThat(hex(SAMPLES.toBytes(new Sample.Cancel(1)))).isEqualTo("0102");
        assertThat(hex(SAMPLES.toBytes(new Sample.Halt()))).isEqualTo("02");
        assertThat(hex(SAMPLES.toBytes(new Sample.Refused("é")))).isEqualTo("0402c3a9");
        assertThat(hex(SAMPLES.toBytes(new Sample.Accepted(2)))).isEqualTo("0504");
        assertThat(hex(RecordCodec.of(Sample.Answer.class).toBytes(new Sample.Accepted(2))))
                .isEqualTo("0104");
    }

    @Test
    void theSchemaTellsEveryTypeInReachInOrder() {
        assertThat(SAMPLES.schema()).isEqualTo("""
                        sealed Sample
                          0 Sample.Enter
                          1 Sample.Cancel
                          2 Sample.Halt
                          3 Sample.Many
                          4 Sample.Refused
                          5 Sample.Accepted
                        record Sample.Enter
                          order long
                          account string
                          side Sample.Side
                          lots int
                          ticks long
                          post boolean
                          place Sample.Place
                          until optional<long>
                        enum Sample.Side
                          0 BUY
                          1 SELL
                        record Sample.Place
                          site string
                          rack int
                        record Sample.Cancel
                          order long
                        record Sample.Halt
                        record Sample.Many
                          orders list<Sample.Enter>
                          numbers list<long>
                          maybe list<optional<int>>
                          place optional<Sample.Place>
                          answer optional<Sample.Answer>
                          flags list<boolean>
                        sealed Sample.Answer
                          0 Sample.Refused
                          1 Sample.Accepted
                        record Sample.Refused
                          reason string
                        record Sample.Accepted
                          sequence long
                        """);
    }

    @Test
    void arraysComeBack() {
        RecordCodec<Numbers> codec = RecordCodec.of(Numbers.class);
        Numbers read = codec.fromBytes(codec.toBytes(new Numbers(new long[] {1, -2, Long.MIN_VALUE}, new int[] {-1})));
        assertThat(read.longs()).containsExactly(1, -2, Long.MIN_VALUE);
        assertThat(read.ints()).containsExactly(-1);
        assertThat(codec.schema()).contains("longs long[]").contains("ints int[]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "ünï", "日本", "a\u0000b", "\uD83D\uDE80 up", "aé"})
    void textsComeBack(String text) {
        assertThat(PLACES.fromBytes(PLACES.toBytes(new Sample.Place(text, 7)))).isEqualTo(new Sample.Place(text, 7));
    }

    @Test
    void halfASurrogatePairIsRefusedRatherThanReplaced() {
        assertThatThrownBy(() -> PLACES.toBytes(new Sample.Place("x\uD83D", 0)))
                .hasMessageContaining("half a surrogate pair");
    }

    @Test
    void bytesAreRefusedWithPlaceAndReason() {
        refused(SAMPLES, "06", 0, "the tag of a Sample below 6, found 6");
        refused(SAMPLES, "0200", 1, "the end, found 1 more bytes");
        refused(SAMPLES, "04028080", 2, "text in UTF-8");
        refused(SAMPLES, "0402c080", 2, "text in UTF-8");
        refused(CANCELS, "", 0, "a number, found the end");
        refused(CANCELS, "8000", 0, "a number of at most 64 bits, in its shortest form");
        refused(CANCELS, "ffffffffffffffffff02", 0, "a number of at most 64 bits, in its shortest form");
        refused(CANCELS, "ffffffffffffffffffff01", 0, "a number of at most 64 bits, in its shortest form");
        refused(PLACES, "008080808010", 1, "an int, found 2147483648");
        refused(PLACES, "0001", 0, "a valid Sample.Place: rack must not be negative: -1");
    }

    @Test
    void aCorruptLengthAllocatesNoMoreThanTheBytesThatRemain() {
        refused(
                SAMPLES,
                "04ffffffff07",
                1,
                "the length of a text of at most the 0 bytes that remain, found 2147483647");
        refused(
                SAMPLES,
                "03ffffffff0f00",
                1,
                "the size of a list of at most the 1 bytes that remain, found 4294967295");
        RecordCodec<Numbers> arrays = RecordCodec.of(Numbers.class);
        refused(arrays, "ffffffffffffffffff01", 0, "the length of a long[] of at most the 0 bytes");
    }

    @Test
    @SuppressWarnings("NullAway") // On purpose: callers that do not check nulls exist.
    void aMissingComponentIsNamed() {
        assertThatThrownBy(() -> SAMPLES.toBytes(new Sample.Refused(null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Sample.Refused.reason is null");
        assertThatThrownBy(() -> RecordCodec.of(Numbers.class).toBytes(new Numbers(null, new int[0])))
                .hasMessageContaining("longs is null");
    }

    @Test
    void typesWithoutAFormAreNamedWhenTheCodecIsBuilt() {
        unsupported(Hidden.class, "RecordCodecTest.Hidden: the record is not public");
        unsupported(Fraction.class, "RecordCodecTest.Fraction.part: no form for double");
        unsupported(Nest.class, "RecordCodecTest.Nest.inner: RecordCodecTest.Nest contains itself");
        unsupported(Empties.class, "RecordCodecTest.Empties.ticks: a list of Sample.Halt, which takes no bytes");
        unsupported(Open.class, "RecordCodecTest.Open: RecordCodecTest.Loose is neither a record nor");
        unsupported(Generic.class, "RecordCodecTest.Generic.each: no form for E");
        unsupported(String.class, "String: neither a record nor a sealed interface");
    }

    @SuppressWarnings("ArrayRecordComponent") // Nobody compares these.
    public record Numbers(long[] longs, int[] ints) {}

    private record Hidden(long number) {}

    public record Fraction(double part) {}

    public record Nest(Optional<Nest> inner) {}

    public record Empties(List<Sample.Halt> ticks) {}

    public sealed interface Open {}

    public static non-sealed class Loose implements Open {}

    public record Generic<E>(E each) {}

    private static void refused(RecordCodec<?> codec, String hex, int position, String expected) {
        assertThatExceptionOfType(MalformedWireException.class)
                .as(hex)
                .isThrownBy(() -> codec.fromBytes(HexFormat.of().parseHex(hex)))
                .satisfies(refused -> {
                    assertThat(refused.expected()).startsWith(expected);
                    assertThat(refused.position()).isEqualTo(position);
                });
    }

    private static void unsupported(Class<?> type, String message) {
        assertThatExceptionOfType(UnsupportedTypeException.class)
                .isThrownBy(() -> RecordCodec.of(type))
                .withMessageStartingWith(message);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** Values at random, the edges more often than chance would have them. */
    private static final class Samples {
        private final SplittableRandom random;

        Samples(long seed) {
            random = new SplittableRandom(seed);
        }

        Sample next() {
            return switch (random.nextInt(6)) {
                case 0 -> new Sample.Cancel(number());
                case 1 -> new Sample.Halt();
                case 2 -> new Sample.Refused(text());
                case 3 -> new Sample.Accepted(number());
                case 4 ->
                    new Sample.Many(
                            list(this::enter),
                            list(this::number),
                            list(() -> random.nextBoolean() ? Optional.of((int) number()) : Optional.empty()),
                            random.nextBoolean() ? Optional.of(place()) : Optional.empty(),
                            random.nextBoolean() ? Optional.of(new Sample.Accepted(number())) : Optional.empty(),
                            list(random::nextBoolean));
                default -> enter();
            };
        }

        private Sample.Enter enter() {
            return new Sample.Enter(
                    number(),
                    text(),
                    random.nextBoolean() ? Sample.Side.BUY : Sample.Side.SELL,
                    (int) number(),
                    number(),
                    random.nextBoolean(),
                    place(),
                    random.nextBoolean() ? OptionalLong.of(number()) : OptionalLong.empty());
        }

        private Sample.Place place() {
            return new Sample.Place(text(), random.nextInt(Integer.MAX_VALUE));
        }

        private long number() {
            return switch (random.nextInt(8)) {
                case 0 -> Long.MIN_VALUE;
                case 1 -> Long.MAX_VALUE;
                default -> random.nextLong() >> random.nextInt(64);
            };
        }

        private String text() {
            return random.ints(random.nextInt(20), 0, 0xD800)
                    .map(point -> random.nextBoolean() ? point % 0x80 : point)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
        }

        private <E> List<E> list(Supplier<E> each) {
            List<E> list = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                list.add(each.get());
            }
            return list;
        }
    }
}
