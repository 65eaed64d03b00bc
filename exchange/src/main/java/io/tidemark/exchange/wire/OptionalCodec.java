package io.tidemark.exchange.wire;

import java.util.Optional;

/** Whether there is one, and if so the value. */
final class OptionalCodec extends ValueCodec {
    private final ValueCodec content;

    OptionalCodec(ValueCodec content) {
        this.content = content;
    }

    @Override
    String name() {
        return "optional<" + content.name() + ">";
    }

    @Override
    void write(Object value, WireWriter out) {
        Optional<?> optional = (Optional<?>) value;
        out.writeByte(optional.isPresent() ? 1 : 0);
        if (optional.isPresent()) {
            content.write(optional.get(), out);
        }
    }

    @Override
    Object read(WireReader in) {
        return in.readBoolean("whether a value is present") ? Optional.of(content.read(in)) : Optional.empty();
    }
}
