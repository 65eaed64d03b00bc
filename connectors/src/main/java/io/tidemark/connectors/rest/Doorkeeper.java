package io.tidemark.connectors.rest;

import io.tidemark.connectors.account.Account;
import io.tidemark.connectors.account.AccountBook;
import io.tidemark.connectors.account.Scope;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lets a request in: the right key for what it asks, and no parameter that would be ignored. */
final class Doorkeeper implements ContainerRequestFilter {
    private static final String SCHEME = "bearer ";

    private final AccountBook accounts;

    @Context
    private @Nullable ResourceInfo resource;

    Doorkeeper(AccountBook accounts) {
        this.accounts = accounts;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (request.getMethod().equals(HttpMethod.OPTIONS)) {
            return; // Jersey answers it by itself, with the methods of the path and nothing else.
        }
        Method method = Objects.requireNonNull(resource).getResourceMethod();
        if (!method.isAnnotationPresent(Needs.Open.class)) {
            Needs needs = method.getAnnotation(Needs.class);
            if (needs == null) {
                throw new IllegalStateException(method + " says neither who may call it nor that everyone may");
            }
            request.setSecurityContext(new Caller(admit(request, needs.value())));
        } else {
            // Everyone may read it; a known key may see more.
            key(request).flatMap(accounts::byKey).ifPresent(account -> request.setSecurityContext(new Caller(account)));
        }
        refuseUnknownParameters(request, method);
    }

    private Account admit(ContainerRequestContext request, Scope scope) {
        String key = key(request)
                .orElseThrow(() -> Problem.of(
                                ProblemCode.KEY_MISSING,
                                "the request carries no API key",
                                "send the header Authorization: Bearer <your key>")
                        .asException());
        Account account = accounts.byKey(key)
                .orElseThrow(() -> Problem.of(
                                ProblemCode.KEY_UNKNOWN,
                                "no account has this API key",
                                "check the key; if it is lost, the operator can give the account another")
                        .asException());
        if (!account.may(scope)) {
            String word = scope.name().toLowerCase(Locale.ROOT);
            throw Problem.of(
                            ProblemCode.SCOPE_MISSING,
                            "this needs the scope " + word + ", which account " + account.name() + " does not have",
                            "use a key with the scope " + word)
                    .asException();
        }
        return account;
    }

    private static Optional<String> key(ContainerRequestContext request) {
        return key(Optional.ofNullable(request.getHeaderString(HttpHeaders.AUTHORIZATION)));
    }

    /** What an Authorization header shows. */
    static Optional<String> key(Optional<String> authorization) {
        return authorization
                .filter(header -> header.toLowerCase(Locale.ROOT).startsWith(SCHEME))
                .map(header -> header.substring(SCHEME.length()).strip());
    }

    private static void refuseUnknownParameters(ContainerRequestContext request, Method method) {
        List<String> known = Arrays.stream(method.getParameters())
                .map(parameter -> parameter.getAnnotation(QueryParam.class))
                .filter(Objects::nonNull)
                .map(QueryParam::value)
                .toList();
        for (String name : request.getUriInfo().getQueryParameters().keySet()) {
            if (!known.contains(name)) {
                throw Json.unknownField(name, known).asException();
            }
        }
    }
}
