package io.tidemark.connectors.explain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tidemark.connectors.cli.PastPrices;
import io.tidemark.exchange.contract.MalformedContractException;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.OtherReleaseException;
import io.tidemark.exchange.journal.JournalException;
import io.tidemark.pricing.life.RuleStoreException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the command line asks of a journal, and what it is told. */
public final class OfflineExplanation implements PastPrices {
    @Override
    public Told explain(Path data, String pool, String hour, @Nullable String at) {
        try {
            PriceExplanation explained = new JournalledPrices(data)
                    .explain(
                            PoolId.parse(pool),
                            hour,
                            at == null
                                    ? JournalledPrices.THE_END
                                    : Instant.parse(at).toEpochMilli());
            return new Told(true, new JsonMapper().writeValueAsString(explained));
        } catch (NotExplainableException missing) {
            return new Told(false, missing.getMessage() + " [" + missing.missing() + "]");
        } catch (MalformedContractException malformed) {
            return new Told(false, malformed.getMessage() + "; right would be " + malformed.expected());
        } catch (DateTimeException malformed) {
            return new Told(false, "'" + at + "' is no instant; right would be one such as 2026-11-21T02:20:00Z");
        } catch (JournalException | OtherReleaseException | RuleStoreException unusable) {
            return new Told(false, String.valueOf(unusable.getMessage()));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
