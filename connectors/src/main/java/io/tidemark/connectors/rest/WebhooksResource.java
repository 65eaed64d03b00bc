package io.tidemark.connectors.rest;

import io.tidemark.connectors.account.Scope;
import io.tidemark.connectors.rest.WebhookDesk.Outcome;
import io.tidemark.connectors.rest.WebhookDesk.Webhook;
import io.tidemark.connectors.webhook.UndeliveredException;
import io.tidemark.connectors.webhook.UnsuitableUrlException;
import io.tidemark.exchange.notice.Happening;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where the account that calls wants to be told what happens to its lots. */
@Path("/v1/webhooks")
@Produces(MediaType.APPLICATION_JSON)
public final class WebhooksResource {
    private static final Pattern ID = Pattern.compile("[0-9]{1,18}");

    /** Both looking up a name and sending may take seconds, and hold a thread of the door as long. */
    private static final int MOST_AT_ONCE = 4;

    private final WebhookDesk desk;
    private final Semaphore room = new Semaphore(MOST_AT_ONCE);

    WebhooksResource(WebhookDesk desk) {
        this.desk = desk;
    }

    /** What is wanted; without {@code events} everything is told. */
    record WebhookEntry(@Nullable String url, @Nullable List<String> events) {}

    record WebhooksBody(List<WebhookBody> webhooks) {}

    /**
     * A webhook.
     *
     * @param createdAt real time
     * @param waiting messages that are tried now, or again later
     * @param undelivered messages that were given up
     * @param problem what went wrong last with one of these
     */
    record WebhookBody(
            String webhookId,
            String url,
            List<String> events,
            String createdAt,
            long waiting,
            long undelivered,
            @Nullable String problem) {
        static WebhookBody of(Webhook webhook) {
            return new WebhookBody(
                    Long.toString(webhook.id()),
                    webhook.url(),
                    webhook.happenings().stream().sorted().map(Happening::type).toList(),
                    Amounts.at(webhook.createdAt()),
                    webhook.waiting(),
                    webhook.undelivered(),
                    webhook.problem().isEmpty() ? null : webhook.problem());
        }
    }

    /** A webhook that was just made. */
    record WebhookCreated(String webhookId, String url, List<String> events, String secret, String note) {
        @Override
        public String toString() {
            return "WebhookCreated[" + webhookId + "]";
        }
    }

    record WebhookTested(
            String messageId, boolean delivered, @Nullable String problem) {}

    @GET
    @Needs(Scope.VIEW)
    public WebhooksBody webhooks(@Context SecurityContext security) {
        return new WebhooksBody(desk.of(Caller.of(security).number()).stream()
                .map(WebhookBody::of)
                .toList());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(Scope.TRADE)
    public Response add(@Nullable WebhookEntry body, @Context SecurityContext security) {
        WebhookEntry entry = Json.required(body, WebhookEntry.class);
        String url = Fields.required(entry.url(), "url", "where to send to, such as https://example.com/tidemark");
        Set<Happening> happenings = happenings(entry.events());
        WebhookDesk.Made made = withRoom(() -> add(Caller.of(security).number(), url, happenings));
        WebhookBody webhook = WebhookBody.of(made.webhook());
        return Response.status(Response.Status.CREATED)
                .entity(new WebhookCreated(
                        webhook.webhookId(),
                        webhook.url(),
                        webhook.events(),
                        made.secret(),
                        "The secret is shown this one time. Every message is signed with it."))
                .build();
    }

    private WebhookDesk.Made add(long account, String url, Set<Happening> happenings) {
        try {
            return desk.add(account, url, happenings)
                    .orElseThrow(() -> Problem.of(
                                    ProblemCode.TOO_MANY_WEBHOOKS,
                                    "an account may have " + desk.most() + " webhooks, and this one has them",
                                    "remove one with DELETE /v1/webhooks/{id}")
                            .asException());
        } catch (UnsuitableUrlException unsuitable) {
            throw refused(String.valueOf(unsuitable.getMessage()), unsuitable.remedy());
        } catch (UndeliveredException unknown) {
            throw refused(
                    String.valueOf(unknown.getMessage()), "check the spelling, or try again once the name is known");
        }
    }

    private static ProblemException refused(String why, String remedy) {
        return Problem.of(ProblemCode.WEBHOOK_URL_REFUSED, "nothing is sent to this URL: " + why, remedy)
                .at("url")
                .asException();
    }

    private static Set<Happening> happenings(@Nullable List<String> events) {
        if (events == null) {
            return EnumSet.allOf(Happening.class);
        }
        List<String> known =
                Arrays.stream(Happening.values()).map(Happening::type).toList();
        Set<Happening> happenings = EnumSet.noneOf(Happening.class);
        for (String event : events) {
            happenings.add(Happening.of(String.valueOf(event))
                    .orElseThrow(() -> Fields.invalid(
                            "events", "'" + event + "' is no event", "send some of " + String.join(", ", known))));
        }
        if (happenings.isEmpty()) {
            throw Fields.invalid(
                    "events",
                    "there is none",
                    "send some of " + String.join(", ", known) + ", or leave it out for all");
        }
        return happenings;
    }

    /** Nothing more is sent; what waits is dropped, and the secret is forgotten. */
    @DELETE
    @Path("{id}")
    @Needs(Scope.TRADE)
    public Response remove(@PathParam("id") String id, @Context SecurityContext security) {
        if (!ID.matcher(id).matches() || !desk.remove(Caller.of(security).number(), Long.parseLong(id))) {
            throw noSuchWebhook().asException();
        }
        return Response.noContent().build();
    }

    /** Sends a message of the type webhook.test now, once, and tells what came of it. */
    @POST
    @Path("{id}/test")
    @Needs(Scope.TRADE)
    public WebhookTested test(@PathParam("id") String id, @Context SecurityContext security) {
        if (!ID.matcher(id).matches()) {
            throw noSuchWebhook().asException();
        }
        Outcome outcome = withRoom(() -> desk.test(Caller.of(security).number(), Long.parseLong(id))
                .orElseThrow(() -> noSuchWebhook().asException()));
        boolean delivered = outcome.problem().isEmpty();
        return new WebhookTested(outcome.messageId(), delivered, delivered ? null : outcome.problem());
    }

    private <T> T withRoom(Supplier<T> work) {
        if (!room.tryAcquire()) {
            throw Problem.of(
                            ProblemCode.WEBHOOKS_BUSY,
                            "addresses of others are being looked at just now",
                            "try again in a few seconds")
                    .asException();
        }
        try {
            return work.get();
        } finally {
            room.release();
        }
    }

    private static Problem noSuchWebhook() {
        return Problem.of(
                ProblemCode.NO_SUCH_WEBHOOK, "this account has no such webhook", "list yours with GET /v1/webhooks");
    }
}
