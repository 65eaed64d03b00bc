package io.tidemark.connectors.stream;

import io.tidemark.connectors.account.Account;
import io.tidemark.exchange.contract.PoolId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One reader, where it stands, and at most one write that is on its way. What happens meanwhile is not queued: it is told
 * in one piece afterwards. All but the end of a write happens on the thread of the rounds.
 */
final class LiveStream {
    private static final String PING = ": ping\n\n";

    private final Visitor visitor;
    private final Outlet outlet;
    private final Consumer<LiveStream> whenGone;
    private final AtomicBoolean writing = new AtomicBoolean();
    private volatile boolean gone;
    private long lastWrite = System.nanoTime();
    private @Nullable Cursor cursor;
    private long looks;
    private final Map<PoolId, Long> indications = new HashMap<>();

    LiveStream(Visitor visitor, Outlet outlet, Consumer<LiveStream> whenGone) {
        this.visitor = visitor;
        this.outlet = outlet;
        this.whenGone = whenGone;
    }

    Optional<Account> account() {
        return visitor.account();
    }

    OptionalLong accountNumber() {
        return visitor.account().isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(visitor.account().get().number());
    }

    List<PoolId> pools() {
        return visitor.pools();
    }

    Optional<String> lastEventId() {
        return visitor.lastEventId();
    }

    /** Where it stands; empty before it was greeted. */
    Optional<Cursor> cursor() {
        return Optional.ofNullable(cursor);
    }

    /** Up to which look at its account it was told; 0 if it was told of none. */
    long looks() {
        return looks;
    }

    void toldUpTo(long look) {
        looks = look;
    }

    /** Which version of the indicative prices of a pool it was told; 0 if none. */
    long indication(PoolId pool) {
        return indications.getOrDefault(pool, 0L);
    }

    void toldIndication(PoolId pool, long version) {
        indications.put(pool, version);
    }

    boolean isReady() {
        return !gone && !writing.get();
    }

    /** Cuts a reader that leaves bytes lying for too long. */
    void cutIfStuck(Duration patience) {
        if (!gone && writing.get() && System.nanoTime() - lastWrite > patience.toNanos()) {
            outlet.cut();
        }
    }

    void pingAfter(Duration silence) {
        if (System.nanoTime() - lastWrite > silence.toNanos()) {
            write(PING);
        }
    }

    /** Sends messages, after which the reader stands at {@code next}. */
    void send(String messages, Cursor next) {
        cursor = next;
        if (!messages.isEmpty()) {
            write(messages);
        }
    }

    private void write(String text) {
        lastWrite = System.nanoTime();
        writing.set(true);
        outlet.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), this::written);
    }

    private void written(boolean arrived) {
        if (!arrived) {
            gone = true;
            whenGone.accept(this);
        }
        writing.set(false);
    }

    /** Ends it in order, or cuts it if it does not read. */
    void end() {
        if (gone) {
            return;
        } else if (writing.get()) {
            outlet.cut();
        } else {
            gone = true;
            outlet.end();
            whenGone.accept(this);
        }
    }
}
