package io.tidemark.connectors.rest;

/** What can be wrong with a request before, or besides, the market's own {@code Refusal}s. Names are a promise. */
enum ProblemCode {
    /** The request is not HTTP as we can read it. */
    BAD_REQUEST(400, "The request cannot be read"),
    /** The body is not JSON. */
    MALFORMED_JSON(400, "The body is not JSON"),
    /** There is no body, and one is needed. */
    BODY_MISSING(400, "The body is missing"),
    /** A field or query parameter that does not exist. */
    UNKNOWN_FIELD(422, "There is no such field"),
    /** A field that is needed is not there. */
    MISSING_FIELD(422, "A field is missing"),
    /** A field that cannot be read as what it should be. */
    INVALID_FIELD(422, "A field is not valid"),
    /** A period has more lines than one invoice may have. */
    INVOICE_TOO_LONG(422, "The invoice is too long"),
    /** No API key came with the request. */
    KEY_MISSING(401, "An API key is needed"),
    /** The API key opens no account. */
    KEY_UNKNOWN(401, "The API key is not known"),
    /** The ticket opens no stream. */
    TICKET_NOT_VALID(401, "The ticket is not valid"),
    /** The account may not do this. */
    SCOPE_MISSING(403, "The account may not do this"),
    /** Keys of operators are made where the market runs. */
    ONLY_AT_THE_MACHINE(403, "This is done at the machine"),
    /** Nothing lives at this path. */
    NO_SUCH_PATH(404, "There is nothing here"),
    /** No such pool is traded here. */
    NO_SUCH_POOL(404, "There is no such pool"),
    /** No such order, or it is somebody else's. */
    NO_SUCH_ORDER(404, "There is no such order"),
    /** No such lease, or it is somebody else's. */
    NO_SUCH_LEASE(404, "There is no such lease"),
    /** The token is of no node that is with the tenant it was made for. */
    NO_SUCH_TENANCY(404, "The token is of no running tenancy"),
    /** No account has this name. */
    NO_SUCH_ACCOUNT(404, "There is no such account"),
    /** No such curtailment waits for a second person. */
    NO_SUCH_CURTAILMENT(404, "There is no such curtailment"),
    /** Settlement has no task of this number. */
    NO_SUCH_TASK(404, "There is no such task"),
    /** The fleet has no node of this name. */
    NO_SUCH_NODE(404, "There is no such node"),
    /** No such webhook, or it is somebody else's. */
    NO_SUCH_WEBHOOK(404, "There is no such webhook"),
    /** The hour is over, or not listed yet. */
    NO_SUCH_HOUR(404, "The hour does not trade"),
    /** The period of an invoice lies ahead. */
    NO_SUCH_PERIOD(404, "The period has not begun"),
    /** No rule set of this id was ever proposed. */
    NO_SUCH_RULE_SET(404, "There is no such rule set"),
    /** The rules have not priced this hour. */
    NO_EXPLANATION(404, "There is no explanation"),
    /** The path exists, the method does not. */
    METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
    /** The client accepts nothing that we can send. */
    NOT_ACCEPTABLE(406, "Nothing acceptable can be sent"),
    /** The order ended before it could be cancelled. */
    ORDER_ENDED(409, "The order has ended"),
    /** The client order id stands for another order. */
    CLIENT_ORDER_ID_REUSED(409, "The client order id is taken"),
    /** A firm hour cannot be given back, only sold. */
    FIRM_IS_PAID_OR_RESOLD(409, "A firm hour is paid for, or resold"),
    /** The transfer id stands for another deposit. */
    TRANSFER_ID_REUSED(409, "The transfer id is taken"),
    /** Whoever declared it cannot confirm it as well. */
    SECOND_PERSON_NEEDED(409, "It takes two people"),
    /** Only a parked task waits for a person. */
    TASK_NOT_PARKED(409, "The task is not parked"),
    /** Only a node in quarantine waits for a repair. */
    NODE_NOT_QUARANTINED(409, "The node is not in quarantine"),
    /** The account has as many webhooks as it may. */
    TOO_MANY_WEBHOOKS(409, "There are too many webhooks"),
    /** Another account has this name. */
    NAME_TAKEN(409, "The name is taken"),
    /** What is asked for may not happen to a rule set as it stands. */
    RULES_NOT_NOW(409, "This may not happen to the rule set"),
    /** The rule set is in the store already. */
    RULES_KNOWN(409, "The rule set is there already"),
    /** Whoever proposed a rule set cannot activate it. */
    RULES_SAME_PERSON(409, "It takes two people"),
    /** Somebody else changed the history meanwhile. */
    RULES_CHANGED(409, "The history has gone on"),
    /** This release makes other rules of the same tables. */
    RULES_OTHER_RELEASE(409, "The tables are of another release"),
    /** Nothing is sent to this URL. */
    WEBHOOK_URL_REFUSED(422, "Nothing is sent to this URL"),
    /** Tables or cases with problems. */
    RULES_REFUSED(422, "The tables are not right"),
    /** The body is larger than is read. */
    BODY_TOO_LARGE(413, "The body is too large"),
    /** The body is of a kind that is not read. */
    UNSUPPORTED_MEDIA_TYPE(415, "The body is not of a kind that is read"),
    /** The headers are larger than is read. */
    HEADERS_TOO_LARGE(431, "The headers are too large"),
    /** The account has as many streams open as it may. */
    TOO_MANY_STREAMS(429, "Too many streams are open"),
    /** Addresses of webhooks are being looked at for others. */
    WEBHOOKS_BUSY(503, "Webhooks of others are being looked at"),
    /** Rules are being compiled for somebody else. */
    RULES_BUSY(503, "Rules are being compiled"),
    /** The store of rule sets is damaged, or cannot be written. */
    RULE_STORE_FAILED(503, "The store of rule sets cannot be used"),
    /** A fault of the server. */
    INTERNAL(500, "The server failed"),
    /** The pool's queue is full; nothing was entered. */
    BUSY(503, "The pool is busy"),
    /** The disk of the journal is full; nothing was entered, and only cancels are. */
    DISK_FULL(503, "The market has no room on its disk"),
    /** The pool takes no commands now; nothing was entered. */
    NOT_SERVED(503, "The pool takes no commands now"),
    /** No further stream can be opened now. */
    STREAMS_FULL(503, "All streams are taken"),
    /** A command was sent, and whether it was carried out is not known. */
    OUTCOME_UNKNOWN(503, "The outcome is not known"),
    /** A question could not be answered; nothing was changed. */
    UNAVAILABLE(503, "The exchange does not answer");

    private final int status;
    private final String title;

    ProblemCode(int status, String title) {
        this.status = status;
        this.title = title;
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }
}
