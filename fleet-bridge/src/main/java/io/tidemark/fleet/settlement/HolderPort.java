package io.tidemark.fleet.settlement;

/**
 * The way to a webhook of a holder, with a {@link TaskKey.Kind#TELL}. Called for several at once, but for one webhook only one
 * after the other. It returns when the message was received and throws when that is not known; then it is called again, with
 * the same key. It must not be silent for longer than {@link Settlement#MOST_SILENT_MS}.
 */
@FunctionalInterface
public interface HolderPort {
    void tell(String idempotencyKey, Task task);
}
