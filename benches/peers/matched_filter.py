"""Times matched filtering here, in NumPy, SciPy and PyCBC, by turns, and writes matched_filter.json.

    python matched_filter.py [ROUNDS]

One second of data at 4096 Hz against 512 templates: the largest modulus over every time and phase, and where it is. The
sizes are those of benches/matched_filter.rs, the numbers drawn anew. All work in single precision on one thread. NumPy
and SciPy transform the bank in one call and in blocks that fit the cache, and the faster counts; PyCBC's
`matched_filter_core` is called a template, as its searches do, with the templates' norms known beforehand, and with the
FFTW that Debian's `libfftw3-single3` brings where it is installed. It is an error if two answers differ.
"""

import os

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")

import sys
import time

import numpy
import pycbc
import pycbc.fft
import pycbc.filter
import pycbc.types
import scipy
import scipy.fft

import peers

SAMPLES = 4096
TEMPLATES = 512
BLOCKS = (TEMPLATES, 16)
REPEATS = 8


def problem():
    rng = numpy.random.default_rng(1)
    shape = (TEMPLATES + 1, SAMPLES // 2 + 1)
    spectra = (rng.standard_normal(shape) + 1j * rng.standard_normal(shape)).astype(numpy.complex64)
    # The two ends of a real signal's spectrum are real, and PyCBC leaves them out.
    spectra[:, [0, -1]] = 0
    templates, data = spectra[:-1], spectra[-1]
    return templates / numpy.linalg.norm(templates, axis=1, keepdims=True), data


def by_transform(ifft, block):
    def search(conjugates, data):
        found = []
        for start in range(0, TEMPLATES, block):
            spectra = numpy.zeros((block, SAMPLES), numpy.complex64)
            numpy.multiply(conjugates[start : start + block], data, out=spectra[:, : data.size])
            moduli = numpy.abs(ifft(spectra))
            at = moduli.argmax(axis=1)
            found += zip(moduli[numpy.arange(block), at] * SAMPLES, at)
        return found

    return search


def by_pycbc(templates, data):
    spectrum = pycbc.types.FrequencySeries(data, delta_f=1.0)
    series = [pycbc.types.FrequencySeries(template, delta_f=1.0) for template in templates]
    norms = [pycbc.filter.sigmasq(template) for template in series]

    def search():
        found = []
        for template, norm in zip(series, norms):
            snr, _, scale = pycbc.filter.matched_filter_core(template, spectrum, h_norm=norm)
            modulus, at = snr.abs_max_loc()
            # A factor of its own convention, 4 Δf, is in its norm.
            found.append((modulus * scale / 2.0, at))
        return found

    return search


def searches():
    """Each program's searches, from the templates prepared as it wants them."""
    templates, data = problem()
    conjugates = templates.conj()
    numpys = [by_transform(lambda x: numpy.fft.ifft(x, axis=1), block) for block in BLOCKS]
    scipys = [by_transform(lambda x: scipy.fft.ifft(x, axis=1, overwrite_x=True), block) for block in BLOCKS]
    prepared = lambda search: lambda: search(conjugates, data)
    return {
        "NumPy": [prepared(search) for search in numpys],
        "SciPy": [prepared(search) for search in scipys],
        "PyCBC": [by_pycbc(templates, data)],
    }


def spent_ms(search):
    start = time.perf_counter()
    found = search()
    return 1e3 * (time.perf_counter() - start), numpy.array(found)


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    ours, theirs = [], {name: [] for name in searches()}
    for turn in range(rounds):
        ours.append(peers.ours_ms("matched_filter", "matched_filter/bank", 3, 1))
        answers = []
        for name, ways in searches().items():
            for way in ways:
                for _ in range(REPEATS):
                    spent, found = spent_ms(way)
                    theirs[name].append(spent)
                answers.append(found)
        for answer in answers:
            assert numpy.array_equal(answer[:, 1], answers[0][:, 1]), "answers at different times"
            assert numpy.allclose(answer[:, 0], answers[0][:, 0], rtol=1e-4), "answers of different size"
        times = ", ".join(f"{name} {min(spent):.1f} ms" for name, spent in theirs.items())
        print(f"round {turn + 1} of {rounds}: {ours[-1]:.1f} ms, {times}", file=sys.stderr)
    rows = [{
        "what": f"{TEMPLATES} templates, one second at {SAMPLES} Hz",
        "ours_ms": round(min(ours), 3),
        "peers_ms": [round(min(spent), 3) for spent in theirs.values()],
        "aim": 1.0,
    }]
    backend = pycbc.fft.backend_support.get_backend_names()[0]
    versions = {"NumPy": numpy.__version__, "SciPy": scipy.__version__, "PyCBC": f"{pycbc.__version__} ({backend})"}
    peers.write("matched_filter", "Matched filtering over a bank", 1, rounds, versions, rows)


if __name__ == "__main__":
    main()
