package io.tidemark.exchange.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SymbolTest {
    @ParameterizedTest
    @ValueSource(strings = {"B200X8.PRN1.F/2026112105/1H", "GB300R64.HYP1.F/2026112105/168H", "GB200R64.PRN1.S"})
    void aSymbolReadsBackAsItWasWritten(String text) {
        assertThat(Symbol.parse(text)).hasToString(text);
    }

    @Test
    void aFirmSymbolNamesThePoolAndTheWindow() {
        assertThat(Symbol.parse("B200X8.PRN1.F/2026112105/8H"))
                .isEqualTo(new Symbol.Firm(
                        new PoolId(Sku.B200X8, "PRN1"), new DeliveryWindow(Hours.parse("2026112105"), 8)));
    }

    @Test
    void aSpotSymbolNamesOnlyThePool() {
        assertThat(Symbol.parse("B200X8.PRN1.S")).isEqualTo(new Symbol.Spot(new PoolId(Sku.B200X8, "PRN1")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "B200X8.PRN1",
                "B200X8.PRN1.F",
                "B200X8.PRN1.F/2026112105",
                "B200X8.PRN1.F/2026112105/0H",
                "B200X8.PRN1.F/2026112105/169H",
                "B200X8.PRN1.F/2026023105/1H",
                "B200X8.PRN1.S/2026112105/1H",
                "H100X8.PRN1.S",
                "B200X8.1PRN.S",
                "b200x8.prn1.s",
                " B200X8.PRN1.S",
                ""
            })
    void whatIsNoSymbolIsRefused(String text) {
        assertThatThrownBy(() -> Symbol.parse(text)).isInstanceOf(MalformedContractException.class);
    }

    @Test
    void aLotIsOneNvlinkDomain() {
        assertThat(PoolId.parse("B200X8.PRN1").gpusPerLot()).isEqualTo(8);
        assertThat(PoolId.parse("GB200R64.HYP1").gpusPerLot()).isEqualTo(64);
        assertThat(PoolId.parse("GB300R64.HYP1").gpusPerLot()).isEqualTo(64);
    }
}
