package org.sallyport.session.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RemoteInputTest {
    private final List<Integer> taken = new ArrayList<>();
    private final RemoteInput input = new RemoteInput(taken::add);

    @Test
    void piecesOfAnySizeComeOutAsTheyWentIn() throws IOException {
        Random random = new Random(7);
        byte[] all = new byte[200_000];
        random.nextBytes(all);
        byte[] out = new byte[all.length];
        int in = 0;
        int read = 0;
        while (read < all.length) {
            int piece = Math.min(random.nextInt(20) == 0 ? 9_000 : random.nextInt(40), all.length - in);
            input.add(all, in, piece);
            in += piece;
            if (in > read && random.nextBoolean()) {
                read += input.read(out, read, Math.min(in - read, random.nextInt(1, 5_000)));
            }
        }
        input.end();
        assertThat(out).isEqualTo(all);
        assertThat(input.read()).isEqualTo(-1);
        assertThat(taken.stream().mapToInt(Integer::intValue).sum()).isEqualTo(all.length);
    }

    /** They take nothing off the window: a server could send them without end. */
    @Test
    void emptyPacketsAreNotKept() throws IOException {
        input.add(new byte[10], 3, 0);
        input.add(new byte[] {42}, 0, 1);
        input.end();
        assertThat(input.read()).isEqualTo(42);
        assertThat(input.read()).isEqualTo(-1);
    }

    @Test
    void whatIsLeftAtItsCloseIsGivenBack() {
        input.add(new byte[3], 0, 3);
        input.add(new byte[5000], 0, 5000);
        input.close();
        input.add(new byte[7], 0, 7);
        assertThat(taken).containsExactly(5003, 7);
    }
}
