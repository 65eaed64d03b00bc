package io.tidemark.simulations.bench;

import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.pool.RuleSheet;
import io.tidemark.simulations.bench.CommandStream.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a stream of commands: a line {@code #n=<commands>,fill=<prefill>}, a line with the names of the columns, and then
 * one command a line. {@code P} places an order, {@code M} moves it to another price, {@code R} takes lots off it,
 * {@code C} cancels it; cells that a command does not need are empty.
 */
public final class CommandStreamReader {
    private static final String HEADER = "op,symbol,orderId,uid,side,type,price,size";
    private static final Pattern FIRST_LINE = Pattern.compile("#n=([0-9]{1,9}),fill=([0-9]{1,9})");
    private static final int MOST_COMMANDS = 100_000_000;
    private static final int MOST_LOTS = 1_000_000_000;
    private static final int HEAD_LINES = 2;

    private final BufferedReader reader;
    // Looked up, never walked.
    private final Map<Long, Integer> placed = new HashMap<>();
    private final Map<Long, Integer> firstOrder = new TreeMap<>();

    private CommandStreamReader(BufferedReader reader) {
        this.reader = reader;
    }

    /**
     * Reads all of it.
     *
     * @throws StreamFormatException at the first thing that is wrong
     */
    public static CommandStream read(BufferedReader reader) throws IOException, StreamFormatException {
        return new CommandStreamReader(reader).read();
    }

    private CommandStream read() throws IOException, StreamFormatException {
        String first = line(1, "#n=<commands>,fill=<commands that only fill the books>");
        Matcher counts = FIRST_LINE.matcher(first);
        if (!counts.matches()) {
            throw new StreamFormatException(
                    1, 1, "'" + shortened(first) + "'", "#n=<commands>,fill=<commands that only fill the books>");
        }
        int n = Integer.parseInt(counts.group(1));
        int fill = Integer.parseInt(counts.group(2));
        if (n < 1 || n > MOST_COMMANDS || fill >= n) {
            throw new StreamFormatException(
                    1,
                    1,
                    n + " commands of which " + fill + " fill the books",
                    "1 to " + MOST_COMMANDS + " commands, and at least one after the fill");
        }
        String header = line(HEAD_LINES, HEADER);
        if (!header.equals(HEADER)) {
            throw new StreamFormatException(HEAD_LINES, 1, "'" + shortened(header) + "'", HEADER);
        }
        return new Columns(n).read(fill);
    }

    private String line(long number, String expected) throws IOException, StreamFormatException {
        String line = reader.readLine();
        if (line == null) {
            throw new StreamFormatException(number, 1, "the file ends", expected);
        }
        return line;
    }

    private static String shortened(String text) {
        int most = 60;
        return text.length() > most ? text.substring(0, most) + "…" : text;
    }

    /** The commands so far. */
    private final class Columns {
        private final int n;
        private final Kind[] kinds;
        private final int[] placedBy;
        private final int[] symbol;
        private final int[] orderId;
        private final int[] uid;
        private final Side[] side;
        private final int[] price;
        private final int[] size;

        Columns(int n) {
            this.n = n;
            kinds = new Kind[n];
            placedBy = new int[n];
            symbol = new int[n];
            orderId = new int[n];
            uid = new int[n];
            side = new Side[n];
            price = new int[n];
            size = new int[n];
        }

        CommandStream read(int fill) throws IOException, StreamFormatException {
            for (int i = 0; i < n; i++) {
                long number = (long) i + HEAD_LINES + 1;
                String text = line(number, "command " + (i + 1) + " of the " + n + " that line 1 tells of");
                command(i, new Cells(number, text));
            }
            long after = (long) n + HEAD_LINES + 1;
            if (reader.readLine() != null) {
                throw new StreamFormatException(
                        after, 1, "another line", "the end, because line 1 tells of " + n + " commands");
            }
            int next = 0;
            Map<Long, Integer> numbers = new HashMap<>();
            long[] names = new long[firstOrder.size()];
            for (long name : firstOrder.keySet()) {
                numbers.put(name, next);
                names[next++] = name;
            }
            for (int i = 0; i < n; i++) {
                symbol[i] = numbers.getOrDefault((long) symbol[i], 0);
            }
            return new CommandStream(fill, names, kinds, placedBy, symbol, orderId, uid, side, price, size);
        }

        private void command(int i, Cells cells) throws StreamFormatException {
            String op = cells.oneOf(0, List.of("P", "M", "R", "C"));
            symbol[i] = cells.number(1, Integer.MAX_VALUE);
            orderId[i] = cells.number(2, Integer.MAX_VALUE);
            long key = (long) symbol[i] << Integer.SIZE | orderId[i];
            if (op.equals("P")) {
                place(i, cells);
                if (placed.putIfAbsent(key, i) != null) {
                    throw cells.wrong(2, "order " + orderId[i] + " is there already", "an order id of its own");
                }
                firstOrder.putIfAbsent((long) symbol[i], i);
                placedBy[i] = i;
                return;
            }
            Integer order = placed.get(key);
            if (order == null) {
                throw cells.wrong(2, "no line above places order " + orderId[i], "an order of symbol " + symbol[i]);
            }
            placedBy[i] = order;
            cells.nothing(3, 4, 5);
            switch (op) {
                case "M" -> {
                    kinds[i] = Kind.MOVE;
                    price[i] = cells.number(6, (int) RuleSheet.HIGHEST_TICKS);
                    cells.nothing(7);
                }
                case "R" -> {
                    kinds[i] = Kind.REDUCE;
                    cells.nothing(6);
                    size[i] = cells.number(7, MOST_LOTS);
                }
                default -> {
                    kinds[i] = Kind.CANCEL;
                    cells.nothing(6, 7);
                }
            }
        }

        private void place(int i, Cells cells) throws StreamFormatException {
            uid[i] = cells.number(3, Integer.MAX_VALUE - 1);
            side[i] = cells.oneOf(4, List.of("B", "S")).equals("B") ? Side.BUY : Side.SELL;
            kinds[i] = switch (cells.oneOf(5, List.of("G", "I", "F"))) {
                case "G" -> Kind.GTC;
                case "I" -> Kind.IOC;
                default -> Kind.FOK_BUDGET;
            };
            // The price of a budget is the cost of all its lots; nobody needs it here.
            if (kinds[i] == Kind.FOK_BUDGET) {
                cells.digits(6);
            } else {
                price[i] = cells.number(6, (int) RuleSheet.HIGHEST_TICKS);
            }
            size[i] = cells.number(7, MOST_LOTS);
        }
    }

    /** One line, cut into cells. */
    private static final class Cells {
        private static final List<String> NAMES = List.of(HEADER.split(",", -1));

        private final long line;
        private final String text;
        private final int[] ends = new int[NAMES.size()];

        Cells(long line, String text) throws StreamFormatException {
            this.line = line;
            this.text = text;
            int from = 0;
            for (int i = 0; i < ends.length; i++) {
                int comma = text.indexOf(',', from);
                boolean last = i == ends.length - 1;
                if (comma < 0 != last) {
                    throw new StreamFormatException(
                            line,
                            1,
                            (last ? "more than " + ends.length : "only " + (i + 1)) + " cells in '" + shortened(text)
                                    + "'",
                            ends.length + " cells, as in line 2");
                }
                ends[i] = last ? text.length() : comma;
                from = comma + 1;
            }
        }

        private int begin(int cell) {
            return cell == 0 ? 0 : ends[cell - 1] + 1;
        }

        private String cell(int cell) {
            return text.substring(begin(cell), ends[cell]);
        }

        StreamFormatException wrong(int cell, String problem, String expected) {
            return new StreamFormatException(line, begin(cell) + 1, problem, expected);
        }

        String oneOf(int cell, List<String> words) throws StreamFormatException {
            String word = cell(cell);
            if (!words.contains(word)) {
                throw wrong(
                        cell, NAMES.get(cell) + " is '" + shortened(word) + "'", "one of " + String.join(", ", words));
            }
            return word;
        }

        /** A whole number from 1 up. */
        int number(int cell, int most) throws StreamFormatException {
            long value = 0;
            for (int i = begin(cell); i < ends[cell]; i++) {
                char digit = text.charAt(i);
                value = digit >= '0' && digit <= '9' && value <= most
                        ? value * 10 + (digit - '0')
                        : Long.MAX_VALUE / 16;
            }
            if (value < 1 || value > most) {
                throw wrong(
                        cell,
                        NAMES.get(cell) + " is '" + shortened(cell(cell)) + "'",
                        "a whole number from 1 to " + most);
            }
            return (int) value;
        }

        void digits(int cell) throws StreamFormatException {
            String digits = cell(cell);
            if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
                throw wrong(cell, NAMES.get(cell) + " is '" + shortened(digits) + "'", "a whole number from 1");
            }
        }

        void nothing(int... cells) throws StreamFormatException {
            for (int cell : cells) {
                if (begin(cell) < ends[cell]) {
                    throw wrong(
                            cell,
                            NAMES.get(cell) + " is '" + shortened(cell(cell)) + "'",
                            "an empty cell, because " + cell(0) + " has no " + NAMES.get(cell));
                }
            }
        }
    }
}
