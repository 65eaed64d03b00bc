package io.tidemark.fleet.node;

import java.util.List;

/** The fleet's books contradict each other. Nothing more may be handed out before a person has looked. */
public class ConservationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ConservationException(List<String> violations) {
        super(String.join("; ", violations));
    }
}
