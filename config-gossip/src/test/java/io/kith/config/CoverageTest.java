package io.kith.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.transport.WireInput;
import io.kith.transport.WireOutput;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class CoverageTest {

    @Property(tries = 60)
    void what_is_told_by_the_differences_of_two_configs_is_what_the_later_one_says(@ForAll long seed) {
        ConfigEvolution evolution = new ConfigEvolution(seed);
        List<ClusterConfig> configs = new ArrayList<>(List.of(evolution.config));
        for (int step = 0; step < 60; step++) {
            evolution.config = ConfigTransition.apply(evolution.config, evolution.value());
            ClusterConfig next = evolution.config;
            ClusterConfig earlier = configs.get(evolution.random.nextInt(configs.size()));
            Coverage expected = Coverages.of(next);

            assertThat(Coverages.after(configs.get(step), next)).isEqualTo(expected);
            assertThat(Coverages.after(earlier, next)).isEqualTo(expected);
            assertThat(Coverages.after(read(earlier), next)).isEqualTo(expected);
            configs.add(next);
        }
    }

    /** The same config, no part of which is the same object. */
    private static ClusterConfig read(ClusterConfig config) {
        WireOutput out = WireOutput.onHeap(1_024);
        ConfigCodec.write(config, out);
        return ConfigCodec.read(WireInput.of(out.toByteArray()));
    }
}
