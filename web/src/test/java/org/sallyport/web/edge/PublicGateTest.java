package org.sallyport.web.edge;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.sallyport.api.error.SallyportException;

class PublicGateTest {
    private final PublicGate gate = new PublicGate(1);

    @Test
    void oneTooManyIsRefusedUntilOneLeaves() {
        FakeServletRequest first = new FakeServletRequest();
        FakeServletRequest second = new FakeServletRequest();
        gate.enter(first.proxy());
        assertThatThrownBy(() -> gate.enter(second.proxy())).isInstanceOf(SallyportException.class);
        gate.leave(second.proxy());
        assertThatThrownBy(() -> gate.enter(second.proxy())).isInstanceOf(SallyportException.class);
        gate.leave(first.proxy());
        assertThatCode(() -> gate.enter(second.proxy())).doesNotThrowAnyException();
    }

    @Test
    void leavingTwiceGivesNothingBackTwice() {
        FakeServletRequest first = new FakeServletRequest();
        gate.enter(first.proxy());
        gate.leave(first.proxy());
        gate.leave(first.proxy());
        gate.enter(first.proxy());
        assertThatThrownBy(() -> gate.enter(new FakeServletRequest().proxy())).isInstanceOf(SallyportException.class);
    }
}
