package org.sallyport.persistence.store;

import static java.util.Objects.requireNonNull;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import javax.sql.DataSource;

/** The datasource behind the persistence unit, for what JPA cannot say. */
@ApplicationScoped
public class StoreDatabase {
    @Resource(lookup = "java:jboss/datasources/SallyportDS")
    private DataSource dataSource;

    private volatile Vendor vendor;

    /** For the container, which sets the datasource. */
    protected StoreDatabase() {}

    public StoreDatabase(DataSource dataSource) {
        this.dataSource = requireNonNull(dataSource, "dataSource");
    }

    public DataSource dataSource() {
        return dataSource;
    }

    /** Asked of the database once. */
    public Vendor vendor() {
        Vendor known = vendor;
        if (known == null) {
            known = Vendor.of(dataSource);
            vendor = known;
        }
        return known;
    }
}
