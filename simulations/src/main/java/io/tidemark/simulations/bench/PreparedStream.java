package io.tidemark.simulations.bench;

import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.PoolEngine;
import io.tidemark.exchange.pool.Refusal;
import io.tidemark.exchange.pool.Reply;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stream said in the words of the engine. To say it the engine must have heard it once, because a later command names an
 * order by the id that the engine gave it; what an engine does is repeated by every other one.
 */
final class PreparedStream {
    /** The stream gives its replacements no ids. */
    private static final String NO_ID = "";

    /** Of an order that never was: the engine gives no such id. */
    private static final long NO_SUCH_ID = Long.MAX_VALUE;

    private static final int STEP = 1 << 14;

    private final CommandStream stream;
    private final StreamMarket market;
    private final @Nullable Command[] commands;
    private final long[] engineIds;
    private final long[] totals;
    private final long[] limits;

    PreparedStream(CommandStream stream, boolean remembers) {
        this.stream = stream;
        this.market = new StreamMarket(stream, remembers);
        this.commands = new Command[stream.size()];
        this.engineIds = new long[stream.size()];
        this.totals = new long[stream.size()];
        this.limits = new long[stream.size()];
    }

    StreamMarket market() {
        return market;
    }

    /** What the engine is told, or nothing where the stream asks for what it does not have. */
    @Nullable Command command(int index) {
        return commands[index];
    }

    /** The lots of an order, those that have traded included, as it stands. */
    long total(int order) {
        return totals[order];
    }

    /** Says the whole stream to an engine for the first time. */
    void learn(PoolEngine engine, long now, TradeTape tape, Progress progress) {
        for (int i = 0; i < stream.size(); i++) {
            int order = stream.placedBy(i);
            Optional<Command> command = command(i, order, tape);
            if (command.isPresent()) {
                commands[i] = command.get();
                long refusedBefore = tape.refused();
                tape.expect(i);
                engine.apply(now, 0, command.get(), tape);
                if (tape.refused() == refusedBefore) {
                    taken(order, command.get(), tape);
                } else {
                    requireThatOnlyTheOrderIsGone(i, tape);
                }
            } else {
                engineIds[i] = NO_SUCH_ID;
            }
            if (i % STEP == STEP - 1) {
                progress.step(STEP);
            }
        }
        progress.step(stream.size() % STEP);
    }

    private Optional<Command> command(int i, int order, TradeTape tape) {
        long account = StreamMarket.account(stream.uid(order));
        return switch (stream.kind(i)) {
            case GTC -> Optional.of(place(i, account, TimeInForce.GTC));
            case IOC -> Optional.of(place(i, account, TimeInForce.IOC));
            case FOK_BUDGET -> Optional.empty();
            case MOVE ->
                Optional.of(new Command.Replace(
                        account, engineIds[order], NO_ID, Math.max(1, totals[order]), stream.price(i)));
            case REDUCE -> Optional.of(reduce(i, order, account, tape));
            case CANCEL -> Optional.of(new Command.Cancel(account, engineIds[order]));
        };
    }

    private Command place(int i, long account, TimeInForce timeInForce) {
        int symbol = stream.symbol(i);
        totals[i] = stream.lots(i);
        return new Command.SubmitOrder(
                account,
                stream.symbolName(symbol) + ":" + stream.orderId(i),
                stream.side(i),
                market.window(symbol),
                stream.lots(i),
                stream.price(i),
                timeInForce,
                false);
    }

    /** Of an order of which nothing would be left, all is taken back. */
    private Command reduce(int i, int order, long account, TradeTape tape) {
        long total = totals[order] - stream.lots(i);
        return total > tape.filled(order)
                ? new Command.Replace(account, engineIds[order], NO_ID, total, limits[order])
                : new Command.Cancel(account, engineIds[order]);
    }

    private void taken(int order, Command command, TradeTape tape) {
        if (command instanceof Command.SubmitOrder placed) {
            engineIds[order] = tape.acceptedId();
            limits[order] = placed.limit();
        } else if (command instanceof Command.Replace replaced) {
            totals[order] = replaced.lots();
            limits[order] = replaced.limit();
        }
    }

    private void requireThatOnlyTheOrderIsGone(int i, TradeTape tape) {
        Reply.Refused refusal = tape.refusal();
        if (refusal == null || stream.kind(i).places() || refusal.reason() != Refusal.NO_SUCH_ORDER) {
            throw new IllegalStateException("command " + i + " of the stream is refused: " + refusal);
        }
    }
}
