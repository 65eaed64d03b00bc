package io.tidemark.simulations.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandStreamReaderTest {
    private static final String HEAD = "#n=2,fill=1\nop,symbol,orderId,uid,side,type,price,size\n";
    private static final String PLACED = "P,1,1,5,B,G,100,7\n";

    private static CommandStream read(String text) throws IOException, StreamFormatException {
        return CommandStreamReader.read(new BufferedReader(new StringReader(text)));
    }

    @Test
    void whatIsReadIsWhatIsThere() throws IOException, StreamFormatException {
        CommandStream stream = read(HEAD + PLACED + "M,1,1,,,,120,\n");
        assertThat(stream.size()).isEqualTo(2);
        assertThat(stream.fill()).isOne();
        assertThat(stream.skipped()).isZero();
        assertThat(stream.lots(0)).isEqualTo(7);
        assertThat(stream.price(1)).isEqualTo(120);
        assertThat(stream.placedBy(1)).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                // the second command; where it is wrong; what is said of it
                "X,1,1,,,,,; 4:1; op is 'X'; one of P, M, R, C",
                "C,1,2,,,,,; 4:5; no line above places order 2; an order of symbol 1",
                "C,2,1,,,,,; 4:5; no line above places order 1; an order of symbol 2",
                "P,1,1,5,B,G,100,7; 4:5; order 1 is there already; an order id of its own",
                "M,1,1,,,,0,; 4:10; price is '0'; a whole number from 1 to 1000000",
                "M,1,1,,,,1000001,; 4:10; price is '1000001'; a whole number from 1 to 1000000",
                "M,1,1,,,,-5,; 4:10; price is '-5'; a whole number",
                "M,1,1,,,,5x,; 4:10; price is '5x'; a whole number",
                "M,1,1,,,,99999999999999999999,; 4:10; price is '99999999999999999999'; a whole number",
                "M,1,1,,,,5,3; 4:12; size is '3'; an empty cell, because M has no size",
                "R,1,1,,,,,; 4:11; size is ''; a whole number from 1",
                "R,1,1,5,,,,2; 4:7; uid is '5'; an empty cell, because R has no uid",
                "P,1,2,5,X,G,1,1; 4:9; side is 'X'; one of B, S",
                "P,1,2,5,B,Q,1,1; 4:11; type is 'Q'; one of G, I, F",
                "P,1,2,5,B,F,x,1; 4:13; price is 'x'; a whole number",
                "C,1,1; 4:1; only 3 cells in 'C,1,1'; 8 cells",
                "C,1,1,,,,,,; 4:1; more than 8 cells; 8 cells"
            })
    void aWrongCellIsNamedByLineAndColumn(String command, String place, String problem, String expected) {
        assertThatExceptionOfType(StreamFormatException.class)
                .isThrownBy(() -> read(HEAD + PLACED + command + "\n"))
                .withMessageStartingWith(place + ": ")
                .withMessageContaining(problem)
                .withMessageContaining("expected " + expected);
    }

    @Test
    void theHeadMustTellTheTruth() {
        assertWrong("", "1:1: the file ends; expected #n=");
        assertWrong("n=2\n", "1:1: 'n=2'; expected #n=");
        assertWrong("#n=2,fill=2\n", "1:1: 2 commands of which 2 fill the books; expected");
        assertWrong("#n=2,fill=1\nop,symbol\n", "2:1: 'op,symbol'; expected op,symbol,orderId,uid");
        assertWrong(HEAD + PLACED, "4:1: the file ends; expected command 2 of the 2");
        assertWrong(HEAD + PLACED + "C,1,1,,,,,\nC,1,1,,,,,\n", "5:1: another line; expected the end");
    }

    private static void assertWrong(String text, String message) {
        assertThatExceptionOfType(StreamFormatException.class)
                .isThrownBy(() -> read(text))
                .withMessageStartingWith(message);
    }
}
