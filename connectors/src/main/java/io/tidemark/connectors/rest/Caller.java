package io.tidemark.connectors.rest;

import io.tidemark.connectors.account.Account;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;

/** The account behind a request. */
record Caller(Account account) implements Principal, SecurityContext {
    static Account of(SecurityContext context) {
        if (context.getUserPrincipal() instanceof Caller caller) {
            return caller.account();
        }
        throw new IllegalStateException("a resource that needs an account is open to everyone");
    }

    @Override
    public String getName() {
        return account.name();
    }

    @Override
    public Principal getUserPrincipal() {
        return this;
    }

    @Override
    public boolean isUserInRole(String role) {
        return false;
    }

    @Override
    public boolean isSecure() {
        return false;
    }

    @Override
    public String getAuthenticationScheme() {
        return "Bearer";
    }
}
