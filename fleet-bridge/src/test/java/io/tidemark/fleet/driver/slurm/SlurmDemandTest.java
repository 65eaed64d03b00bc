package io.tidemark.fleet.driver.slurm;

import io.tidemark.fleet.lab.Lab;
import io.tidemark.fleet.surplus.DemandSource;
import io.tidemark.fleet.surplus.DemandSourceContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/** What the readings say is in {@link SlurmHandOverTest} and {@link DemandCountTest}. */
@Tag("lab")
class SlurmDemandTest extends DemandSourceContract {
    private static SlurmLab lab;

    private SlurmDemand demand;

    @BeforeAll
    static void start() {
        lab = SlurmLab.up("that demand is read from a real Slurm");
    }

    @AfterAll
    static void stop() {
        if (lab != null) {
            lab.close();
        }
    }

    @BeforeEach
    void read() {
        demand = new SlurmDemand(lab.options());
        demand.refresh(System.currentTimeMillis());
    }

    @Override
    protected DemandSource source() {
        return demand.source(SlurmLab.SERVERS);
    }

    @Override
    protected void refresh(long now) {
        demand.refresh(now);
    }

    @Override
    protected void takeAway() {
        lab.kill("slurmrestd");
    }

    @Override
    protected void bringBack() {
        lab.start("slurmrestd");
        Lab.until("slurmrestd answers", () -> {
            demand.refresh(System.currentTimeMillis());
            return problem().isEmpty();
        });
    }

    @Override
    protected String problem() {
        return demand.problem(SlurmLab.SERVERS).orElse("");
    }
}
