package io.tidemark.connectors.account;

import java.util.Set;

/**
 * Somebody who may come in.
 *
 * @param name how people call it, such as {@code acme}; unique
 * @param number how the engine calls it, from {@value AccountBook#FIRST_NUMBER} up, or 1 for the operator
 * @param group accounts of one group never trade with each other; an account alone is its own group
 */
public record Account(String name, long number, long group, Set<Scope> scopes) {
    public Account {
        scopes = Set.copyOf(scopes);
    }

    public boolean may(Scope scope) {
        return scopes.contains(scope);
    }
}
