package io.tidemark.connectors.fix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** No number is given to two messages, whoever counts and reads beside the one who sends. */
class SharedMessagesTest {
    private static final int MANY = 1_000;

    private final SharedTables tables = SharedDoors.newTables();
    private final SharedMessages messages = open();

    private SharedMessages open() {
        return new SharedMessages(tables, "FIRM", Custody.alone(), new Sent(List.of()));
    }

    /** As QuickFIX/J does it: stores the message, then counts it. */
    private void send(String message) throws IOException {
        messages.set(messages.getNextSenderMsgSeqNum(), message);
        messages.incrNextSenderMsgSeqNum();
    }

    private List<String> stored() throws IOException {
        List<String> stored = new ArrayList<>();
        messages.get(1, MANY, stored);
        return stored;
    }

    private static void assertNumbers(SharedMessages of, int sender, int target) {
        assertThat(List.of(of.getNextSenderMsgSeqNum(), of.getNextTargetMsgSeqNum()))
                .containsExactly(sender, target);
    }

    @Test
    void aMessageIsCountedOnceAndOneThatIsOnlyCountedTooAndTheNextDoorGoesOnThere() throws IOException {
        send("one");
        messages.incrNextSenderMsgSeqNum();
        send("three");
        messages.incrNextTargetMsgSeqNum();
        assertNumbers(messages, 4, 2);
        assertNumbers(open(), 4, 2);
        assertThat(stored()).containsExactly("one", "three");
    }

    @Test
    void whoReadsTheTablesBeforeAStoredMessageIsCountedChangesNothing() throws IOException {
        messages.set(1, "one");
        messages.refresh();
        messages.incrNextSenderMsgSeqNum();
        assertNumbers(messages, 2, 1);
        assertNumbers(open(), 2, 1);
    }

    @Test
    void whatComesInIsCountedBesideWhatGoesOut() throws IOException {
        CompletableFuture<Void> reading = CompletableFuture.runAsync(() -> {
            try {
                for (int i = 0; i < MANY; i++) {
                    messages.incrNextTargetMsgSeqNum();
                }
            } catch (IOException failed) {
                throw new IllegalStateException(failed);
            }
        });
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            sent.add("message " + i);
            send(sent.get(i));
        }
        reading.join();
        assertNumbers(messages, MANY + 1, MANY + 1);
        assertThat(stored()).isEqualTo(sent);
    }

    @Test
    void aMessageNeverTakesThePlaceOfAnotherAndThenNothingIsStoredUntilTheNextLogon() throws IOException {
        send("one");
        messages.setNextSenderMsgSeqNum(1);
        assertThatThrownBy(() -> send("another")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> messages.setNextTargetMsgSeqNum(7)).hasMessageContaining("waits for its next Logon");
        assertThat(stored()).containsExactly("one");
        messages.refresh();
        messages.setNextSenderMsgSeqNum(2);
        send("two");
        assertThat(stored()).containsExactly("one", "two");
    }

    @Test
    void aResetBeginsAgainWithBothNumbers() throws IOException {
        send("one");
        messages.incrNextTargetMsgSeqNum();
        messages.reset();
        assertNumbers(messages, 1, 1);
        send("first");
        assertThat(stored()).containsExactly("first");
    }
}
