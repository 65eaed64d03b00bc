package io.tidemark.connectors.rest;

import io.tidemark.connectors.account.Account;
import io.tidemark.connectors.account.AccountBook;

/** Accounts by the names that operators give them. */
final class Named {
    private Named() {}

    /**
     * Nobody has this name.
     *
     * @param field that named it; empty if it was the path
     */
    static Problem noSuchAccount(AccountBook accounts, String name, String field) {
        Problem problem = Problem.of(
                ProblemCode.NO_SUCH_ACCOUNT,
                "there is no account named '" + Fields.shown(name) + "'",
                "open it first with POST /v1/operator/accounts");
        return (field.isEmpty() ? problem : problem.at(field))
                .or(Nearest.first(
                        name, accounts.all().stream().map(Account::name).toList()));
    }
}
