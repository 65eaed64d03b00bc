package io.tidemark.connectors.account;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tidemark.exchange.clearing.Clearing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The accounts of this exchange, kept in one JSON file. A change is on disk before anyone hears of it: it is written
 * beside the file, forced, and renamed over it, so a crash leaves the old book or the new one, never half of one.
 *
 * <p>Thread-safe. One process at a time owns the directory.
 */
public final class AccountBook {
    /** The number of the first account; lower ones are kept for the house. */
    public static final long FIRST_NUMBER = 100;

    private static final String FILE = "accounts.json";
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{1,39}");
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private final Path directory;

    /** Replaced as a whole, so that a reader never waits for the disk. */
    private volatile List<Entry> entries;

    private AccountBook(Path directory, List<Entry> entries) {
        this.directory = directory;
        this.entries = entries;
    }

    /** A line of the file. Scopes are a list so that the file always has them in one order. */
    private record Entry(String name, long number, long group, List<Scope> scopes, String keySha256) {
        Account account() {
            return new Account(name, number, group, Set.copyOf(scopes));
        }
    }

    private record Document(List<Entry> accounts) {}

    /**
     * An account that was just made.
     *
     * @param key its API key, which nobody can be shown again
     */
    public record Created(Account account, String key) {
        /** Without the key: records get logged. */
        @Override
        public String toString() {
            return "Created[" + account + "]";
        }
    }

    /**
     * Opens the book of a directory, which is made if it does not exist.
     *
     * @throws UncheckedIOException if the directory or its file cannot be read
     */
    public static AccountBook open(Path directory) {
        try {
            Files.createDirectories(directory);
            Path file = directory.resolve(FILE);
            List<Entry> entries = Files.exists(file)
                    ? List.copyOf(JSON.readValue(file.toFile(), Document.class).accounts())
                    : List.of();
            return new AccountBook(directory, entries);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the accounts in " + directory + " cannot be read", unreadable);
        }
    }

    /**
     * Makes an account that may view and trade, with a fresh key.
     *
     * @throws MalformedNameException if the name cannot be one
     * @throws NameTakenException if another account has it
     */
    public Created create(String name) {
        String key = ApiKey.draw();
        return new Created(add(name, key, Set.of(Scope.VIEW, Scope.TRADE), false), key);
    }

    /**
     * Makes an account with a key that the caller knows, for demonstrations and tests.
     *
     * @throws MalformedNameException if the name cannot be one
     * @throws NameTakenException if another account has it
     */
    public Account createWithKey(String name, String key, Set<Scope> scopes) {
        return add(name, key, scopes, false);
    }

    /**
     * Gives the operator, account {@link Clearing#OPERATOR}, this key and all scopes; a key from before stops working.
     * It is how a new installation gets its first key, and how a lost one is replaced.
     */
    public Account operatorKey(String key) {
        return add("operator", key, Set.of(Scope.values()), true);
    }

    /** As {@link #operatorKey(String)} with a fresh key. */
    public Created freshOperatorKey() {
        String key = ApiKey.draw();
        return new Created(operatorKey(key), key);
    }

    /** The account that a key opens. Every entry is compared, so the answer takes as long whichever it is. */
    public Optional<Account> byKey(String key) {
        String hash = ApiKey.hash(key);
        Optional<Account> found = Optional.empty();
        for (Entry entry : entries) {
            if (ApiKey.same(entry.keySha256(), hash)) {
                found = Optional.of(entry.account());
            }
        }
        return found;
    }

    public Optional<Account> byName(String name) {
        return entries.stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .map(Entry::account);
    }

    /** All accounts, the oldest first. */
    public List<Account> all() {
        return entries.stream().map(Entry::account).toList();
    }

    private synchronized Account add(String name, String key, Set<Scope> scopes, boolean operator) {
        if (!NAME.matcher(name).matches()) {
            throw new MalformedNameException(name);
        }
        List<Entry> next = new ArrayList<>(entries);
        if (operator) {
            next.removeIf(entry -> entry.number() == Clearing.OPERATOR);
        }
        if (next.stream().anyMatch(entry -> entry.name().equals(name)) || (!operator && name.equals("operator"))) {
            throw new NameTakenException(name);
        }
        String hash = ApiKey.hash(key);
        if (next.stream().anyMatch(entry -> ApiKey.same(entry.keySha256(), hash))) {
            throw new IllegalArgumentException("the key of '" + name + "' opens another account already");
        }
        long number = operator
                ? Clearing.OPERATOR
                : Math.max(
                                FIRST_NUMBER - 1,
                                next.stream().mapToLong(Entry::number).max().orElse(0))
                        + 1;
        Entry entry = new Entry(name, number, number, scopes.stream().sorted().toList(), hash);
        next.add(entry);
        write(new Document(next));
        entries = List.copyOf(next);
        return entry.account();
    }

    private void write(Document document) {
        Path file = directory.resolve(FILE);
        Path fresh = directory.resolve(FILE + ".new");
        try {
            try (FileChannel channel = FileChannel.open(
                    fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                onlyForUs(fresh);
                ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(document));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            // The rename itself is durable only when the directory is.
            try (FileChannel renamed = FileChannel.open(directory, StandardOpenOption.READ)) {
                renamed.force(true);
            }
        } catch (IOException unwritable) {
            throw new UncheckedIOException("the accounts cannot be written to " + file, unwritable);
        }
    }

    /** Hashes are no secret worth a break-in, but nobody else needs them either. */
    private static void onlyForUs(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
    }
}
