package io.tidemark.exchange.feed;

import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Event;
import io.tidemark.exchange.pool.Reply;
import java.util.List;

/**
 * One command as the log of its pool has it: the inputs that make a replay the same, and what came of them.
 *
 * @param time market time, epoch milliseconds
 * @param draw the chance it was given
 */
public record LoggedCommand(long sequence, long time, long draw, Command command, Reply reply, List<Event> events) {}
