package io.tidemark.connectors.fix;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.exchange.cluster.Exchange;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.duty.Duties;
import io.tidemark.exchange.duty.DutyException;
import io.tidemark.exchange.duty.PostgresDuties;
import io.tidemark.exchange.journal.postgres.JournalDatabase;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.Reply;
import io.tidemark.exchange.pool.View;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL, and doors of several members on it, which can die: then nothing that they do has an effect any more. */
final class SharedDoors implements AutoCloseable {
    private static final Duration SILENCE = Duration.ofSeconds(2);

    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static @Nullable EmbeddedPostgres shared;

    private final FixMarket market;
    private final String database = newDatabase();
    private final List<Member> members = new ArrayList<>();

    /** In front of a market whose own door is closed. */
    SharedDoors(FixMarket market) {
        this.market = market;
    }

    private static String newDatabase() {
        String name = "doors" + DATABASES.incrementAndGet();
        run("postgres", "CREATE DATABASE " + name);
        return name;
    }

    /** Tables in a database of their own, without a door. */
    static SharedTables newTables() {
        return new SharedTables(server().getDatabase("postgres", newDatabase()));
    }

    private static synchronized EmbeddedPostgres server() {
        try {
            if (shared == null) {
                shared = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("full_page_writes", "on")
                        .setLocaleConfig("locale", "C")
                        .start();
            }
            return shared;
        } catch (IOException failed) {
            throw new UncheckedIOException("no PostgreSQL could be started", failed);
        }
    }

    /** One more member with a door. */
    Member open(String name, Duration startEvery) {
        Member member = new Member(name, startEvery);
        members.add(member);
        return member;
    }

    private String url() {
        return server().getJdbcUrl("postgres", database);
    }

    /** As if another door had the session: nothing is written any more by the one that thinks so. */
    void takeAway(String compId) {
        run(database, "UPDATE fix.session SET epoch = epoch + 1 WHERE comp_id = '" + compId + "'");
    }

    private static void run(String database, String sql) {
        try (Connection connection = server().getDatabase("postgres", database).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public void close() {
        members.forEach(Member::close);
    }

    /** A member: its duties, its connections, its way to the market, and its door. */
    final class Member implements AutoCloseable {
        final PostgresDuties duties;
        final FixDoor door;
        private final HikariDataSource connections;
        private volatile boolean dead;
        private volatile boolean broken;
        private boolean closed;

        private Member(String name, Duration startEvery) {
            duties = PostgresDuties.open(JournalDatabase.open(url(), "postgres", ""), name, SILENCE);
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl(url());
            config.setUsername("postgres");
            config.setMaximumPoolSize(4);
            config.setAutoCommit(false);
            connections = new HikariDataSource(config) {
                @Override
                public Connection getConnection() throws SQLException {
                    if (dead || broken) {
                        throw new SQLException("this member is dead");
                    }
                    return super.getConnection();
                }
            };
            door = FixDoor.start(
                    new FixConfig(
                            "127.0.0.1",
                            0,
                            new FixHome.Shared(connections, new MortalDuties(), name + ".example.com:9880"),
                            Duration.ofSeconds(10),
                            1_000,
                            Duration.ofSeconds(5),
                            startEvery),
                    market.backing(new MortalExchange()));
        }

        /** As with {@code kill -9}: the duties stay in its name, and nobody answers for it any more. */
        void kill() {
            dead = true;
            duties.close();
            run(database, "UPDATE duty.assignment SET holder = " + duties.member() + " WHERE holder = 0");
        }

        /** The database is away, for this member, until it is back. */
        void breakConnections(boolean away) {
            broken = away;
        }

        int port() {
            return door.port();
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                door.close();
                duties.close();
                connections.close();
            }
        }

        private final class MortalDuties implements Duties {
            private Duties alive() {
                if (dead) {
                    throw new DutyException("this member is dead", new SQLException("dead"));
                }
                return duties;
            }

            @Override
            public long member() {
                return duties.member();
            }

            @Override
            public Claim claim(String duty, boolean inAnyCase) {
                return alive().claim(duty, inAnyCase);
            }

            @Override
            public Map<String, String> holders() {
                return alive().holders();
            }

            @Override
            public void release(String duty) {
                if (!dead) {
                    duties.release(duty);
                }
            }

            @Override
            public boolean holds(String duty) {
                return alive().holds(duty);
            }

            @Override
            public boolean isPresent() {
                return !dead && duties.isPresent();
            }

            @Override
            public Duration silent() {
                return duties.silent();
            }

            @Override
            public void close() {
                duties.close();
            }
        }

        private final class MortalExchange implements Exchange {
            @Override
            public List<PoolId> pools() {
                return market.exchange.pools();
            }

            @Override
            public CompletableFuture<Answer<Reply>> submit(PoolId pool, Command command) {
                return dead
                        ? CompletableFuture.failedFuture(new IllegalStateException("this member is dead"))
                        : market.exchange.submit(pool, command);
            }

            @Override
            public CompletableFuture<Answer<View>> ask(PoolId pool, Query query) {
                return dead
                        ? CompletableFuture.failedFuture(new IllegalStateException("this member is dead"))
                        : market.exchange.ask(pool, query);
            }
        }
    }
}
