package io.tidemark.fleet.forecast;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.fleet.forecast.ForecastState.Promised;
import io.tidemark.fleet.surplus.DemandSnapshot;
import io.tidemark.fleet.surplus.DemandSource;
import io.tidemark.fleet.surplus.SurplusPolicy;
import io.tidemark.pricing.facts.SurplusOutlook;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Forecasts the surplus of one pool hour by hour, from readings of its internal demand.
 *
 * <p>Every hour that ends is learned: the profile of a week and what is left of a deviation are fitted anew, the forecasts
 * that were made for this hour are judged, and the next ones are made: somewhere between the fit and the profile shifted
 * to what is now, where past fits at that distance were best. The quantiles of a forecast are the forecast and
 * the quantiles of its own past errors at that distance, so they need no belief about how demand is distributed.
 *
 * <p>It is a fold: policy, state and readings give the answers. What is stored between two hours is {@link #state()}; an
 * hour in which the caller is restarted counts as not watched. Not safe for use by several threads; the caller owns it.
 */
public final class DemandForecast {
    /** Forecasts are made after a week, for each hour of it has been seen then. */
    private static final int LEAST_HOURS = Fit.HOURS_PER_WEEK;

    /** So much of a past a new desk looks at: as much as errors are kept of, and a week to begin with. */
    private static final long LOOK_BACK = (TrackRecord.MOST + LEAST_HOURS) * Hours.MILLIS;

    private static final long LOOK_BACK_STEP = 5 * 60_000;

    private final SurplusPolicy policy;
    private final HourWatch watch;
    private final Past past;
    private final List<TrackRecord> tracks;
    private List<Promised> promises;
    private Optional<Fit> fit = Optional.empty();
    private long totalLots;

    /** Starts with nothing seen. */
    public DemandForecast(SurplusPolicy policy) {
        this(policy, ForecastState.initial());
    }

    /** Goes on from a stored state. */
    public DemandForecast(SurplusPolicy policy, ForecastState state) {
        this.policy = policy;
        this.watch = new HourWatch(policy);
        this.past = new Past(state.end(), state.peaks());
        this.tracks = state.tracks().stream().map(TrackRecord::new).toList();
        this.promises = state.promises();
        this.totalLots = state.totalLots();
        fitAnew();
    }

    /**
     * One that has watched what a source can tell of the nine weeks before an instant, so that a new market does not begin
     * without a past.
     *
     * @param now epoch milliseconds; it goes on from there
     */
    public static DemandForecast watched(SurplusPolicy policy, DemandSource source, long now) {
        DemandForecast forecast = new DemandForecast(policy);
        long step = Math.min(LOOK_BACK_STEP, policy.staleAfter().toMillis());
        for (long at = Math.max(now - LOOK_BACK, source.knownFrom()); at < now; at += step) {
            forecast.observe(at, source.snapshot(at));
        }
        return forecast;
    }

    /**
     * Takes a reading in.
     *
     * @param now epoch milliseconds, never earlier than in the call before
     * @return whether an hour has ended with it, after which there is a new {@link #state()} to store
     */
    public boolean observe(long now, DemandSnapshot reading) {
        totalLots = reading.totalLots();
        Optional<HourWatch.Peak> ended = watch.observe(now, reading);
        ended.ifPresent(this::learn);
        return ended.isPresent();
    }

    private void learn(HourWatch.Peak peak) {
        if (peak.hour() < past.end()) {
            // A clock that was set back between two runs: what was learned of the hour stays.
            return;
        }
        past.add(peak.hour(), peak.lots());
        List<Promised> open = new ArrayList<>();
        for (Promised promise : promises) {
            if (promise.hour() > peak.hour()) {
                open.add(promise);
            } else if (promise.hour() == peak.hour() && peak.lots() != Past.MISSING) {
                tracks.get(Leads.atOrAbove(promise.lead())).judge(peak.lots(), promise);
            }
        }
        fitAnew();
        if (peak.lots() != Past.MISSING && past.known() >= LEAST_HOURS) {
            fit.ifPresent(fitted -> Leads.HOURS.forEach(lead -> open.add(promise(fitted, lead))));
        }
        promises = List.copyOf(open);
    }

    private void fitAnew() {
        fit = past.known() == 0 ? Optional.empty() : Optional.of(new Fit(past));
    }

    private Promised promise(Fit fitted, int lead) {
        long hour = fitted.origin() + lead;
        long expected = expected(fitted, hour);
        List<Long> ceilings = new ArrayList<>();
        if (isTrusted(lead)) {
            SurplusOutlook.LEVELS_BPS.forEach(level -> ceilings.add(expected + margin(lead, level)));
        }
        return new Promised(hour, lead, fitted.demand(hour), fitted.shifted(hour), expected, ceilings);
    }

    /**
     * How many lots can be delivered in an hour, beyond what internal demand wants and the turnover reserve. Lots that are
     * out already stay out until internal work needs them; further ones must first clear the headroom.
     *
     * @param hour an epoch hour
     * @param outLots how many lots are out already and may still be in that hour; 0 for an hour far away
     * @return {@link SurplusOutlook#UNKNOWN} while too little was seen to say it at that distance, and for hours that are over
     */
    public SurplusOutlook outlook(long hour, long outLots) {
        if (fit.isEmpty()
                || hour <= fit.get().origin()
                || !isTrusted(hour - fit.get().origin())) {
            return SurplusOutlook.UNKNOWN;
        }
        long lead = hour - fit.get().origin();
        long expected = expected(fit.get(), hour);
        return SurplusOutlook.of(SurplusOutlook.LEVELS_BPS.stream()
                .map(level -> deliverable(Math.max(0, expected + margin(lead, level)), outLots))
                .toList());
    }

    private long deliverable(long demand, long outLots) {
        return Math.max(
                Math.min(outLots, policy.spare(totalLots, demand)), policy.spareBeyondHeadroom(totalLots, demand));
    }

    /** Between the profile shifted to what is now and what was fitted, as far as fits were right; rounded half up. */
    private long expected(Fit fitted, long hour) {
        double trust =
                Leads.between(hour - fitted.origin(), place -> tracks.get(place).trust());
        double shifted = fitted.shifted(hour);
        return Math.max(0, (long) Math.floor(shifted + trust * (fitted.demand(hour) - shifted) + 0.5));
    }

    private boolean isTrusted(long lead) {
        return tracks.get(Leads.atOrAbove(lead)).isLongEnough();
    }

    /** Between two leads the margin lies between theirs, rounded up: towards more demand. */
    private long margin(long lead, long probabilityBps) {
        return (long) Math.ceil(Leads.between(lead, place -> tracks.get(place).margin(probabilityBps)));
    }

    /** How it turned out at each lead, the nearest first. */
    public List<Accuracy> accuracy() {
        List<Accuracy> all = new ArrayList<>();
        for (int place = 0; place < tracks.size(); place++) {
            TrackRecord track = tracks.get(place);
            int lead = Leads.HOURS.get(place);
            all.add(new Accuracy(
                    lead,
                    track.size(),
                    track.meanError(),
                    track.bias(),
                    naive(track.size(), lead),
                    naive(track.size(), Fit.HOURS_PER_WEEK),
                    track.judged(),
                    track.coverageBps()));
        }
        return all;
    }

    /** The mean error over the last so many hours if each is taken to be as the one so long before it. */
    private double naive(int hours, int before) {
        long sum = 0;
        long counted = 0;
        for (long hour = past.end() - 1; hour >= past.start() && counted < hours; hour--) {
            if (past.knows(hour) && past.knows(hour - before)) {
                sum += Math.abs(past.at(hour) - past.at(hour - before));
                counted++;
            }
        }
        return counted == 0 ? 0 : (double) sum / counted;
    }

    /** What there is to store; a forecast that starts from it goes on as this one at the next hour that it watches whole. */
    public ForecastState state() {
        return new ForecastState(
                past.end(),
                past.all(),
                totalLots,
                promises,
                tracks.stream().map(TrackRecord::state).toList());
    }
}
