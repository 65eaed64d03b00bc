package io.tidemark.connectors.fix;

/** Told of every message of every session, on the threads of the door: it must be quick. */
public interface FixListener {
    /** A message came, of this MsgType. */
    void received(String type);

    /** A message goes out. */
    void sent(String type);

    /** Somebody who does not listen. */
    static FixListener none() {
        return new FixListener() {
            @Override
            public void received(String type) {
                // Nobody asked.
            }

            @Override
            public void sent(String type) {
                // Nobody asked.
            }
        };
    }
}
