package io.tidemark.exchange.benchmark.peer;

import exchange.core2.core.common.OrderAction;
import exchange.core2.core.common.OrderType;
import exchange.core2.core.common.cmd.OrderCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/**
 * A stream of commands in the words of exchange-core. {@code ./tidemark bench matching} reads the same files and says what is
 * wrong with one; here a wrong file is only an exception.
 */
final class PeerStream {
    private static final Pattern FIRST_LINE = Pattern.compile("#n=([0-9]{1,9}),fill=([0-9]{1,9})");
    private static final int CELLS = 8;
    private static final int BUFFER = 1 << 16;

    private final int fill;
    private final int[] symbols;
    private final @Nullable OrderCommand[] commands;

    private PeerStream(int fill, int[] symbols, @Nullable OrderCommand[] commands) {
        this.fill = fill;
        this.symbols = symbols;
        this.commands = commands;
    }

    /** All commands, those that are left out counted, too. */
    int size() {
        return commands.length;
    }

    /** The commands at the beginning that only fill the books. */
    int fill() {
        return fill;
    }

    int symbols() {
        return symbols.length;
    }

    /** A symbol as the file names it; they ascend. A command has the index. */
    int symbolName(int index) {
        return symbols[index];
    }

    /** None where the stream asks for fill or kill with a budget, which is left out. */
    @Nullable OrderCommand command(int index) {
        return commands[index];
    }

    int skipped() {
        int skipped = 0;
        for (OrderCommand command : commands) {
            skipped += command == null ? 1 : 0;
        }
        return skipped;
    }

    static PeerStream read(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file);
                InputStream text = unpacked(file.toString(), bytes);
                BufferedReader reader = new BufferedReader(new InputStreamReader(text, StandardCharsets.US_ASCII))) {
            return read(reader);
        }
    }

    private static InputStream unpacked(String name, InputStream bytes) throws IOException {
        if (name.endsWith(".gz")) {
            return new GZIPInputStream(bytes, BUFFER);
        }
        return name.endsWith(".xz") ? new XZInputStream(bytes) : bytes;
    }

    private static PeerStream read(BufferedReader reader) throws IOException {
        Matcher counts = FIRST_LINE.matcher(line(reader));
        if (!counts.matches()) {
            throw new IOException("no line #n=<commands>,fill=<prefill> at its beginning");
        }
        line(reader);
        @Nullable OrderCommand[] commands = new OrderCommand[Integer.parseInt(counts.group(1))];
        // Looked up, never walked. Orders have numbers of their symbol's own; who owns one is told where it is placed.
        Map<Long, Long> owners = new HashMap<>();
        TreeSet<Integer> symbols = new TreeSet<>();
        for (int i = 0; i < commands.length; i++) {
            String[] cells = line(reader).split(",", CELLS);
            symbols.add(Integer.valueOf(cells[1]));
            commands[i] = command(cells, owners);
        }
        int[] names = symbols.stream().mapToInt(Integer::intValue).toArray();
        Map<Integer, Integer> indices = new HashMap<>();
        for (int i = 0; i < names.length; i++) {
            indices.put(names[i], i);
        }
        for (OrderCommand command : commands) {
            if (command != null) {
                command.symbol = indices.getOrDefault(command.symbol, 0);
            }
        }
        return new PeerStream(Integer.parseInt(counts.group(2)), names, commands);
    }

    private static String line(BufferedReader reader) throws IOException {
        String line = reader.readLine();
        if (line == null) {
            throw new IOException("it ends too early");
        }
        return line;
    }

    private static @Nullable OrderCommand command(String[] cells, Map<Long, Long> owners) {
        int symbol = Integer.parseInt(cells[1]);
        long orderId = Long.parseLong(cells[2]);
        long key = (long) symbol << Integer.SIZE | orderId;
        if (cells[0].equals("P")) {
            owners.put(key, Long.valueOf(cells[3]));
        }
        long uid = owners.getOrDefault(key, 0L);
        if (cells[5].equals("F")) {
            return null;
        }
        OrderCommand command =
                switch (cells[0]) {
                    case "P" -> {
                        long price = Long.parseLong(cells[6]);
                        yield OrderCommand.newOrder(
                                cells[5].equals("G") ? OrderType.GTC : OrderType.IOC,
                                orderId,
                                uid,
                                price,
                                price,
                                Long.parseLong(cells[7]),
                                cells[4].equals("B") ? OrderAction.BID : OrderAction.ASK);
                    }
                    case "M" -> OrderCommand.update(orderId, uid, Long.parseLong(cells[6]));
                    case "R" -> OrderCommand.reduce(orderId, uid, Long.parseLong(cells[7]));
                    default -> OrderCommand.cancel(orderId, uid);
                };
        command.symbol = symbol;
        return command;
    }
}
