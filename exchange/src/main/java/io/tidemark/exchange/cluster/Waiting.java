package io.tidemark.exchange.cluster;

import io.tidemark.exchange.cluster.Exchange.Answer;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Who waits for commands that came together: they are sequenced together, and answered together or not at all. */
sealed interface Waiting permits Waiting.ForOne, Waiting.ForAll {
    List<Command> commands();

    /** When they came, by {@link System#nanoTime()}. */
    long since();

    /** They are durable. */
    void answer(List<LoggedCommand> logged);

    void fail(ExchangeStoppedException why);

    /** A command by itself. */
    record ForOne(List<Command> commands, CompletableFuture<Answer<Reply>> future, long since) implements Waiting {
        ForOne(Command command) {
            this(List.of(command), new CompletableFuture<>(), System.nanoTime());
        }

        @Override
        public void answer(List<LoggedCommand> logged) {
            future.complete(Waiting.answerOf(logged.get(0)));
        }

        @Override
        public void fail(ExchangeStoppedException why) {
            future.completeExceptionally(why);
        }
    }

    /** A list of commands. */
    record ForAll(List<Command> commands, CompletableFuture<List<Answer<Reply>>> future, long since)
            implements Waiting {
        ForAll(List<Command> commands) {
            this(commands, new CompletableFuture<>(), System.nanoTime());
        }

        @Override
        public void answer(List<LoggedCommand> logged) {
            List<Answer<Reply>> answers = new ArrayList<>(logged.size());
            for (LoggedCommand each : logged) {
                answers.add(Waiting.answerOf(each));
            }
            future.complete(answers);
        }

        @Override
        public void fail(ExchangeStoppedException why) {
            future.completeExceptionally(why);
        }
    }

    private static Answer<Reply> answerOf(LoggedCommand logged) {
        return new Answer<>(logged.sequence(), logged.time(), logged.reply());
    }
}
