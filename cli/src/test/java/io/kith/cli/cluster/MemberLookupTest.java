package io.kith.cli.cluster;

import static io.kith.cli.cluster.Configs.A;
import static io.kith.cli.cluster.Configs.B;
import static io.kith.cli.cluster.Configs.C;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.config.ClusterConfig;
import org.junit.jupiter.api.Test;

class MemberLookupTest {
    private final ClusterConfig config = Configs.admit(Configs.admit(Configs.alone(), B, 7401), C, 7402);

    @Test
    void a_member_is_found_by_its_id_or_a_beginning_that_no_other_has() {
        assertThat(MemberLookup.byPrefix(config, A.toString())).isEqualTo(A);
        assertThat(MemberLookup.byPrefix(config, "a")).isEqualTo(A);
        assertThat(MemberLookup.byPrefix(config, "BBBC")).isEqualTo(C);
    }

    @Test
    void a_beginning_that_several_have_is_refused() {
        assertThatThrownBy(() -> MemberLookup.byPrefix(config, "bbb"))
                .hasMessageContaining(B.toString())
                .hasMessageContaining(C.toString())
                .hasMessageContaining("more digits");
    }

    @Test
    void an_unknown_id_is_refused_with_the_members_there_are() {
        assertThatThrownBy(() -> MemberLookup.byPrefix(config, "cafe")).hasMessageContaining(A.toString());
        assertThatThrownBy(() -> MemberLookup.byPrefix(config, "")).hasMessageContaining("no member");
    }
}
