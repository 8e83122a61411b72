"""The signal-to-noise ratio and the matches of whole waves that vignettes/chirp_manifold prints beside its inspirals.

    pip install pycbc==2.11.0 && python tests/oracles/whole_wave.py

Inspiral, merger and ringdown by IMRPhenomD (Khan et al. 2016) in LALSuite, through PyCBC: a (36, 29) M☉ binary without
spins, at 410 Mpc, oriented best, from 20 Hz on, in the noise under data/noise; and its match, over phase and time, with
binaries whose heavier body is heavier.
"""

import pathlib

import numpy
import pycbc
from pycbc.filter import match, sigma
from pycbc.types import FrequencySeries
from pycbc.waveform import get_fd_waveform

NOISE = pathlib.Path(__file__).parents[2] / "data/noise/aLIGO_ZERO_DET_high_P_asd.txt"
STEP_HZ, FROM_HZ, TO_HZ = 1 / 16, 20.0, 2048.0
BINS = int(TO_HZ / STEP_HZ) + 1


def power_density():
    known, densities = numpy.loadtxt(NOISE).T
    frequencies = numpy.maximum(numpy.arange(BINS) * STEP_HZ, known[0])
    interpolated = numpy.interp(numpy.log(frequencies), numpy.log(known), numpy.log(densities))
    return FrequencySeries(numpy.exp(2 * interpolated), delta_f=STEP_HZ)


def wave(heavier):
    settings = {"mass1": 36.0 + heavier, "mass2": 29.0, "distance": 410.0}
    plus, _ = get_fd_waveform(
        approximant="IMRPhenomD", delta_f=STEP_HZ, f_lower=FROM_HZ, f_final=TO_HZ, **settings
    )
    plus.resize(BINS)
    return plus


def main():
    noise = {"psd": power_density(), "low_frequency_cutoff": FROM_HZ}
    one = wave(0.0)
    print("PyCBC", pycbc.__version__)
    print(f"signal-to-noise ratio {sigma(one, **noise):.2f}")
    for heavier in (0.5, 1.0, 2.0, 4.0):
        found, _ = match(one, wave(heavier), subsample_interpolation=True, **noise)
        print(f"match with {heavier} M☉ more {found:.5f}")


if __name__ == "__main__":
    main()
