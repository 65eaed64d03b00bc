package io.tidemark.fleet.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOut;

/**
 * Moves all rows of one database into another that is migrated and empty, in one transaction: after a failure the other is as
 * empty as before. What stands in neither migration, such as what others keep beside the books, is not touched.
 */
public final class DatabaseCopy {
    private static final String TABLES = """
            SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'public' AND c.relkind = 'r' AND c.relname <> 'flyway_schema_history'
            ORDER BY c.relname""";

    /** By a foreign key, or by the trigger that looks for all postings at once. */
    private static final String REFERENCES = """
            SELECT c.relname, r.relname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
            JOIN pg_class r ON r.oid = k.confrelid WHERE k.contype = 'f' AND c.oid <> r.oid
            UNION VALUES ('posting', 'transfer'), ('posting', 'account')""";

    private static final String COLUMNS = """
            SELECT a.attname FROM pg_attribute a WHERE a.attrelid = ('public.' || ?)::regclass AND a.attnum > 0
            AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY a.attnum""";

    private static final String SEQUENCES =
            "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL";

    private DatabaseCopy() {}

    /**
     * Copies, and compares every table afterwards; a copy that is there already is only compared.
     *
     * @param progress hears the name of each table when it is done
     * @return how many rows the copy has
     * @throws DatabaseException if the other has something else, or either refuses; nothing was copied then
     */
    public static long run(Database from, Database to, Consumer<String> progress) {
        try (Connection source = from.connections().getConnection();
                Connection target = to.connections().getConnection()) {
            source.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            source.setReadOnly(true);
            try {
                long rows = copy(source, target, progress);
                target.commit();
                return rows;
            } catch (SQLException | RuntimeException failed) {
                target.rollback();
                throw failed;
            } finally {
                source.rollback();
                source.setReadOnly(false);
            }
        } catch (SQLException failed) {
            throw new DatabaseException(
                    "the books in " + from.url() + " could not be copied to " + to.url() + ": " + failed.getMessage(),
                    failed);
        }
    }

    private static long copy(Connection source, Connection target, Consumer<String> progress) throws SQLException {
        List<String> tables = inOrder(names(source, TABLES), references(source));
        if (!new TreeSet<>(names(target, TABLES)).containsAll(tables)) {
            throw new DatabaseException(
                    "the databases are not of one release: start the newer program on the older one first", null);
        }
        boolean isEmpty = true;
        for (String table : tables) {
            // Nobody may write beside it, or the comparison would be of something else.
            run(target, "LOCK TABLE " + quoted(table) + " IN EXCLUSIVE MODE");
            isEmpty &= count(target, table) == 0;
        }
        long rows = 0;
        for (String table : tables) {
            rows += isEmpty ? copy(source, target, table) : count(target, table);
            progress.accept(table);
        }
        for (Map.Entry<String, Long> sequence : sequences(source).entrySet()) {
            try (PreparedStatement set =
                    target.prepareStatement("SELECT setval(('public.' || quote_ident(?))::regclass, ?)")) {
                set.setString(1, sequence.getKey());
                set.setLong(2, sequence.getValue());
                set.execute();
            }
        }
        for (String table : tables) {
            if (!digest(source, table).equals(digest(target, table))) {
                throw new DatabaseException(
                        isEmpty
                                ? "the copy of " + table + " is not what it was"
                                : "there are other books already: " + table + " has other rows",
                        null);
            }
        }
        return rows;
    }

    private static long copy(Connection source, Connection target, String table) throws SQLException {
        List<String> columns =
                names(source, COLUMNS, table).stream().map(DatabaseCopy::quoted).toList();
        String what = quoted(table) + " (" + String.join(", ", columns) + ")";
        CopyOut out = copyManager(source).copyOut("COPY " + what + " TO STDOUT (FORMAT binary)");
        CopyIn in = copyManager(target).copyIn("COPY " + what + " FROM STDIN (FORMAT binary)");
        try {
            for (byte[] piece = out.readFromCopy(); piece != null; piece = out.readFromCopy()) {
                in.writeToCopy(piece, 0, piece.length);
            }
            return in.endCopy();
        } finally {
            if (in.isActive()) {
                in.cancelCopy();
            }
            if (out.isActive()) {
                out.cancelCopy();
            }
        }
    }

    private static CopyManager copyManager(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI();
    }

    /** Those that others refer to come before them. */
    private static List<String> inOrder(List<String> tables, Map<String, Set<String>> references) {
        Set<String> ordered = new LinkedHashSet<>();
        while (ordered.size() < tables.size()) {
            int before = ordered.size();
            for (String table : tables) {
                if (ordered.containsAll(references.getOrDefault(table, Set.of()))) {
                    ordered.add(table);
                }
            }
            if (ordered.size() == before) {
                throw new DatabaseException("tables refer to each other in a circle: " + references, null);
            }
        }
        return List.copyOf(ordered);
    }

    private static Map<String, Set<String>> references(Connection connection) throws SQLException {
        Map<String, Set<String>> references = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(REFERENCES)) {
            while (row.next()) {
                references
                        .computeIfAbsent(row.getString(1), none -> new TreeSet<>())
                        .add(row.getString(2));
            }
        }
        return references;
    }

    private static Map<String, Long> sequences(Connection connection) throws SQLException {
        Map<String, Long> sequences = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SEQUENCES)) {
            while (row.next()) {
                sequences.put(row.getString(1), row.getLong(2));
            }
        }
        return sequences;
    }

    private static List<String> names(Connection connection, String query, String... parameters) throws SQLException {
        List<String> names = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                select.setString(i + 1, parameters[i]);
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    names.add(row.getString(1));
                }
            }
        }
        return names;
    }

    private static long count(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM " + quoted(table))) {
            row.next();
            return row.getLong(1);
        }
    }

    /** The same rows, in whatever order, have the same. */
    private static String digest(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text FROM "
                                + quoted(table) + " t")) {
            row.next();
            return row.getLong(1) + "/" + row.getString(2);
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
