package io.tidemark.pricing.life;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where rule sets and their history are kept. It decides nothing; several programs may share one.
 *
 * <p>What a method has returned from is durable. A method that fails throws {@link RuleStoreException}, and then either all
 * of what it should do was done or nothing.
 */
public interface RuleStore {
    /**
     * Keeps sheets. Until an entry names them they are nothing.
     *
     * @param content the SHA-256 of the sheets; the same again changes nothing
     * @param sheets texts by name
     */
    void keep(String content, Map<String, String> sheets);

    /** The sheets of a content, as they were kept. */
    Optional<Map<String, String>> find(String content);

    /** Everything that happened, the earliest first. */
    List<Entry> history();

    /**
     * Adds to the history.
     *
     * @return false, and nothing is done, if another entry has its number already
     */
    boolean append(Entry entry);
}
