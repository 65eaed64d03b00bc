package io.tidemark.simulations.selftest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The numbers that the cases are measured against, from their formulas. */
class ClosedFormTest {
    private static double erlangB(int lots, double load) {
        double blocked = 1;
        for (int n = 1; n <= lots; n++) {
            blocked = load * blocked / (n + load * blocked);
        }
        return blocked;
    }

    @ParameterizedTest
    @CsvSource({"5, 3, 0.110054", "10, 8, 0.121661", "20, 15, 0.045593", "100, 90, 0.026957"})
    void erlangsLoss(int lots, double load, double printed) {
        assertThat(erlangB(lots, load)).isCloseTo(printed, within(5e-7));
    }

    @ParameterizedTest
    @CsvSource({"10, 8, 0.409180", "30, 25, 0.249893", "100, 90, 0.216940"})
    void erlangsWait(int lots, double load, double printed) {
        double blocked = erlangB(lots, load);
        double share = load / lots;
        assertThat(blocked / (1 - share * (1 - blocked))).isCloseTo(printed, within(5e-7));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.136115, 9.518391, 0.275453, 25.037015",
        "5, 0.391617, 1.644480, 0.067576, 22.690859",
        "10, 0.509100, 0.404625, 0.020606, 19.231376",
        "20, 0.703257, 0.043010, 0.003624, 11.826706"
    })
    void headroom(int headroom, double blocked, double reclaims, double perAdmission, double inUse) {
        int lots = 100;
        double[] busy = new double[lots + 1];
        busy[0] = 1;
        double sum = 1;
        for (int n = 1; n <= lots; n++) {
            double arrivals = n - 1 < lots - headroom ? 110 : 70;
            busy[n] = busy[n - 1] * arrivals / n;
            sum += busy[n];
        }
        double mean = 0;
        double turnedAway = 0;
        for (int n = 0; n <= lots; n++) {
            mean += n * busy[n] / sum;
            turnedAway += n >= lots - headroom ? busy[n] / sum : 0;
        }
        double internalBlocked = erlangB(lots, 70);
        double rate = 70 * (busy[lots] / sum - internalBlocked);
        assertThat(turnedAway).isCloseTo(blocked, within(5e-7));
        assertThat(rate).isCloseTo(reclaims, within(5e-7));
        assertThat(rate / (40 * (1 - turnedAway))).isCloseTo(perAdmission, within(5e-7));
        assertThat(mean - 70 * (1 - internalBlocked)).isCloseTo(inUse, within(5e-7));
    }
}
