package io.tidemark.connectors.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Bodies in and out. Reading is strict, because a field that is silently ignored or converted is an order that nobody
 * meant; and what is wrong is said in our words, because Jackson's name its classes and ours.
 */
@Provider
@Consumes(MediaType.APPLICATION_JSON)
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
final class Json implements MessageBodyReader<Record>, MessageBodyWriter<Record> {
    static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            // Prices are strings: a JSON number has passed through a double in many a client.
            .withCoercionConfig(
                    LogicalType.Textual,
                    textual -> textual.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build();

    @Override
    public boolean isReadable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
        return type.isRecord();
    }

    @Override
    public Record readFrom(
            Class<Record> type,
            Type generic,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream body)
            throws IOException {
        byte[] bytes = body.readAllBytes();
        if (bytes.length == 0) {
            throw missing(type).asException();
        }
        try {
            Record read = MAPPER.readValue(bytes, type);
            if (read == null) {
                throw missing(type).asException();
            }
            return read;
        } catch (UnrecognizedPropertyException unknown) {
            throw unknownField(unknown.getPropertyName(), fieldsOf(type))
                    .in(line(unknown), column(unknown))
                    .asException();
        } catch (MismatchedInputException mismatch) {
            throw mismatch(mismatch, type).asException();
        } catch (JsonMappingException unfit) {
            // A number too large for its field comes this way.
            throw mismatch(unfit, type).asException();
        } catch (JsonProcessingException malformed) {
            throw Problem.of(
                            ProblemCode.MALFORMED_JSON,
                            "reading stopped at line " + line(malformed) + ", column " + column(malformed),
                            "send one JSON object with each field once; look for a missing quote, comma or brace there")
                    .in(line(malformed), column(malformed))
                    .asException();
        }
    }

    static Problem missing(Class<?> type) {
        return Problem.of(
                ProblemCode.BODY_MISSING,
                "the request has no body",
                "send a JSON object with fields out of: " + String.join(", ", fieldsOf(type)));
    }

    static Problem unknownField(String name, List<String> known) {
        return Problem.of(
                        ProblemCode.UNKNOWN_FIELD,
                        "there is no field '" + shortened(name) + "'",
                        Nearest.to(name, known)
                                .map(meant -> "did you mean '" + meant + "'?")
                                .orElse(known.isEmpty() ? "leave it out" : "use one of: " + String.join(", ", known)))
                .at(shortened(name))
                .or(Nearest.first(name, known));
    }

    private static Problem mismatch(JsonMappingException mismatch, Class<?> type) {
        String field = mismatch.getPath().stream()
                .map(step -> String.valueOf(step.getFieldName()))
                .collect(Collectors.joining("."));
        if (field.isEmpty()) {
            return Problem.of(
                            ProblemCode.MALFORMED_JSON,
                            "the body is JSON, but not one object",
                            "send one JSON object with fields out of: " + String.join(", ", fieldsOf(type)))
                    .in(line(mismatch), column(mismatch));
        }
        return Problem.of(
                        ProblemCode.INVALID_FIELD,
                        "'" + field + "' is not " + expected(type, field),
                        "send " + expected(type, field))
                .at(field)
                .in(line(mismatch), column(mismatch));
    }

    private static String expected(Class<?> type, String field) {
        Class<?> wanted = Arrays.stream(type.getRecordComponents())
                .filter(component -> component.getName().equals(field))
                .<Class<?>>map(RecordComponent::getType)
                .findFirst()
                .orElse(Object.class);
        if (wanted == String.class) {
            return "a JSON string; prices and money are strings too, such as \"2.05\"";
        } else if (wanted == Boolean.class) {
            return "true or false";
        }
        return "a whole number without quotes, such as 8";
    }

    private static List<String> fieldsOf(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }

    private static int line(JsonProcessingException problem) {
        JsonLocation at = problem.getLocation();
        return at == null ? 1 : at.getLineNr();
    }

    private static int column(JsonProcessingException problem) {
        JsonLocation at = problem.getLocation();
        return at == null ? 1 : at.getColumnNr();
    }

    @Override
    public boolean isWriteable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
        return type.isRecord();
    }

    @Override
    public void writeTo(
            Record body,
            Class<?> type,
            Type generic,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream out)
            throws IOException {
        out.write(MAPPER.writeValueAsBytes(body));
    }

    /** A body that must be there, although Jersey may pass none. */
    static <T extends Record> T required(@Nullable T body, Class<T> type) {
        if (body == null) {
            throw missing(type).asException();
        }
        return body;
    }
}
