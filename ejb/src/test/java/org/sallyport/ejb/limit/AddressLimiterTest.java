package org.sallyport.ejb.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.core.caller.Caller;
import org.sallyport.ejb.fixture.MutableClock;
import org.sallyport.ejb.fixture.Refused;
import org.sallyport.ejb.limit.AddressLimiter.Call;

class AddressLimiterTest {
    private final MutableClock clock = new MutableClock();
    private final AddressLimiter limiter = new AddressLimiter(clock);

    @Test
    void burstIsAllowedThenTheRateRules() {
        use("192.0.2.1", 60);
        refused("192.0.2.1");
        clock.advance(Duration.ofSeconds(2));
        use("192.0.2.1", 2);
        refused("192.0.2.1");
    }

    @Test
    void oneAddressDoesNotExhaustAnotherNorOneCallAnother() {
        use("192.0.2.1", 60);
        use("192.0.2.2", 60);
        assertThatCode(() -> limiter.acquire(Call.JOIN, new Caller.Anonymous("192.0.2.1")))
                .doesNotThrowAnyException();
    }

    @Test
    void ipv6AddressesOfOneSubscriberCountTogether() {
        use("2001:db8:1:2::1", 59);
        use("2001:db8:1:2:ffff::9", 1);
        refused("2001:db8:1:2::5");
        assertThat(AddressLimiter.network("2001:db8:1:3::1")).isNotEqualTo(AddressLimiter.network("2001:db8:1:2::1"));
    }

    private void use(String address, int times) {
        for (int i = 0; i < times; i++) {
            limiter.acquire(Call.LOGIN, new Caller.Anonymous(address));
        }
    }

    private void refused(String address) {
        Refused.with(ErrorCode.RATE_LIMITED, () -> limiter.acquire(Call.LOGIN, new Caller.Anonymous(address)));
    }
}
