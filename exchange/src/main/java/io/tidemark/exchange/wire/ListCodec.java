package io.tidemark.exchange.wire;

import java.util.List;

/** A count and the elements. What is read is immutable. */
final class ListCodec extends ValueCodec {
    private final ValueCodec element;

    ListCodec(ValueCodec element) {
        this.element = element;
    }

    @Override
    String name() {
        return "list<" + element.name() + ">";
    }

    @Override
    void write(Object value, WireWriter out) {
        List<?> list = (List<?>) value;
        out.writeUnsigned(list.size());
        // By index: an iterator for each list would be the only garbage of an encode.
        for (int i = 0; i < list.size(); i++) {
            Object each = list.get(i);
            if (each == null) {
                throw new IllegalArgumentException("element " + i + " of a " + name() + " is null");
            }
            element.write(each, out);
        }
    }

    @Override
    Object read(WireReader in) {
        Object[] elements = new Object[in.readCount("the size of a list")];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = element.read(in);
        }
        return List.of(elements);
    }
}
