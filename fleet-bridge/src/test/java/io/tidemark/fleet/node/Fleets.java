package io.tidemark.fleet.node;

import io.tidemark.fleet.driver.InternalFence;
import io.tidemark.fleet.driver.Provisioner;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** Lets tests of other packages in where only tests may go. */
public final class Fleets {
    private Fleets() {}

    public static Fleet withKillPoint(
            DataSource rows, Provisioner provisioner, InternalFence internal, Consumer<String> killPoint) {
        return new Fleet(rows, provisioner, internal, FleetPolicy.standard(), InstanceTokens.none(), killPoint);
    }
}
