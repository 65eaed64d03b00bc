package io.tidemark.exchange.cluster;

import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.Reply;
import io.tidemark.exchange.pool.View;
import io.tidemark.exchange.wire.RecordCodec;
import io.tidemark.exchange.wire.WireReader;
import io.tidemark.exchange.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;

/** What members write to each other: what is wanted of a pool, and what became of it. Many go together. */
final class Letters {
    private static final RecordCodec<Request> REQUESTS = RecordCodec.of(Request.class);
    private static final RecordCodec<Answered> ANSWERS = RecordCodec.of(Answered.class);
    private static final RecordCodec<MemberReport> REPORTS = RecordCodec.of(MemberReport.class);

    private Letters() {}

    /** Something for a pool. */
    public sealed interface Errand permits Enter, Look {
        /** How much it weighs among others that go together. */
        default int size() {
            return this instanceof Enter enter ? enter.commands().size() : 1;
        }
    }

    /** Commands, to be entered one behind the other. */
    public record Enter(List<Command> commands) implements Errand {}

    /** A question. */
    public record Look(Query query) implements Errand {}

    /**
     * An errand on its way.
     *
     * @param id drawn by the member that sent it
     */
    public record Request(long id, String pool, Errand errand) {}

    /** What became of an errand. */
    public sealed interface Outcome permits Entered, Seen, NotServed, Busy, Unknown {}

    /** The commands are durable; an answer for each. */
    public record Entered(List<Told> answers) implements Outcome {}

    /** One answer to a command. */
    public record Told(long sequence, long time, Reply reply) {}

    /** The answer to a question; what it saw is durable. */
    public record Seen(long sequence, long time, View view) implements Outcome {}

    /** The pool is not served there just now: nothing was entered. */
    public record NotServed(String why) implements Outcome {}

    /** The queue is full: nothing was entered. */
    public record Busy(String why) implements Outcome {}

    /** Whether anything was entered is not known. */
    public record Unknown(String why) implements Outcome {}

    /** An outcome on its way back. */
    public record Answered(long id, Outcome outcome) {}

    /**
     * What a member says of itself.
     *
     * @param silentMillis how long ago the database last heard from it
     */
    public record MemberReport(String address, long silentMillis, List<ClusterStatus.PoolStatus> pools) {}

    static byte[] requests(List<Request> requests) {
        return pack(REQUESTS, requests);
    }

    static List<Request> requests(byte[] bytes) {
        return unpack(REQUESTS, bytes);
    }

    static byte[] answers(List<Answered> answers) {
        return pack(ANSWERS, answers);
    }

    static List<Answered> answers(byte[] bytes) {
        return unpack(ANSWERS, bytes);
    }

    static byte[] report(MemberReport report) {
        return REPORTS.toBytes(report);
    }

    static MemberReport report(byte[] bytes) {
        return REPORTS.fromBytes(bytes);
    }

    private static <T> byte[] pack(RecordCodec<T> codec, List<T> values) {
        WireWriter out = new WireWriter();
        values.forEach(value -> codec.encode(value, out));
        return out.toBytes();
    }

    private static <T> List<T> unpack(RecordCodec<T> codec, byte[] bytes) {
        WireReader in = new WireReader(bytes);
        List<T> values = new ArrayList<>();
        while (in.remaining() > 0) {
            values.add(codec.decode(in));
        }
        return values;
    }
}
