package org.sallyport.ejb.telemetry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.sallyport.core.telemetry.Meters;

/**
 * The server gives a registry when it has the subsystem {@code micrometer}. Without it there is none, and mostly not
 * even the class; that must not keep the application from being deployed.
 */
@ApplicationScoped
public class MeterSource {
    private static final String REGISTRY = "io.micrometer.core.instrument.MeterRegistry";

    @Produces
    @Singleton
    Meters meters(@Any Instance<Object> beans) {
        try {
            Class<?> type = Class.forName(REGISTRY, false, MeterSource.class.getClassLoader());
            Instance<?> found = beans.select(type);
            // to an EAR WildFly gives the same registry once more for each of its parts
            return found.stream().findFirst().map(MicrometerMeters::of).orElse(Meters.NONE);
        } catch (ClassNotFoundException absent) {
            return Meters.NONE;
        }
    }
}
