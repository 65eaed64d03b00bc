package io.tidemark.exchange.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FeedTest {
    private static final PoolId POOL = PoolId.parse("B200X8.PRN1");
    private static final PoolId OTHER = PoolId.parse("B200X8.HYP1");

    private final Feed feed = new Feed();
    private final List<Long> heard = new ArrayList<>();

    private static List<LoggedCommand> commands(long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(
                        sequence -> new LoggedCommand(sequence, 0, 0, new Command.Tick(), new Reply.Done(), List.of()))
                .toList();
    }

    private void listen() {
        feed.subscribe((pool, logged) -> logged.forEach(each -> heard.add(each.sequence())));
    }

    @Test
    void whatTwoBringIsToldOnce() {
        listen();
        feed.tell(POOL, commands(1, 3));
        feed.tell(POOL, commands(1, 2));
        feed.tell(POOL, commands(2, 5));
        feed.tell(POOL, commands(4, 5));
        assertThat(heard).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void whatComesTooEarlyWaitsForWhoeverBringsWhatIsBefore() {
        listen();
        feed.tell(POOL, commands(3, 4));
        assertThat(heard).isEmpty();
        assertThat(feed.isNews(POOL, 4)).isTrue();
        feed.tell(POOL, commands(1, 2));
        feed.tell(POOL, commands(3, 4));
        assertThat(heard).containsExactly(1L, 2L, 3L, 4L);
        assertThat(feed.isNews(POOL, 4)).isFalse();
    }

    @Test
    void whatHappenedBeforeAnyoneListenedIsNotTold() {
        feed.beginBehind(POOL, 7);
        assertThat(feed.isNews(POOL, 9)).as("with nobody to hear it").isFalse();
        listen();
        feed.tell(POOL, commands(8, 10));
        feed.tell(OTHER, commands(1, 1));
        assertThat(heard).containsExactly(10L, 1L);
    }
}
