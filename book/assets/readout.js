// The values under the pointer: where it points on a chart, what its named series are there.
//
// A chart's area (src/figure/plot/marks.rs) tells its axes, `data-x="log 0.001 3.14"`, and each named path its series. A path
// is steps between corners in tenths of a pixel, so a value read off it has about three digits.
(() => {
    "use strict";

    const SERIES_SHOWN = 6;

    /** From a part of an axis, 0 to 1, to its value. */
    function axis(told) {
        const [scale, ...ends] = told.split(" ");
        const [from, to] = ends.map(Number);
        return scale === "log" ? (part) => from * (to / from) ** part : (part) => from + (to - from) * part;
    }

    /** The corners of a path of runs, `M x y l dx dy …`. */
    function corners(path) {
        const runs = [];
        for (const [, x, y, steps] of path.matchAll(/M(-?\d+) (-?\d+)(?:l([^Mz]*)|h0)?/g)) {
            const numbers = (steps ?? "").match(/-?\d+/g)?.map(Number) ?? [];
            let at = [Number(x), Number(y)];
            const run = [at];
            for (let i = 0; i + 1 < numbers.length; i += 2) {
                at = [at[0] + numbers[i], at[1] + numbers[i + 1]];
                run.push(at);
            }
            runs.push(run);
        }
        return runs;
    }

    /** The height of a path at `x`: between two corners on a line, or the nearest dot close by. */
    function height(path, x, reach) {
        const runs = corners(path);
        for (const run of runs) {
            for (let i = 0; i + 1 < run.length; i += 1) {
                const [[x0, y0], [x1, y1]] = [run[i], run[i + 1]];
                if (Math.min(x0, x1) <= x && x <= Math.max(x0, x1) && x0 !== x1) return y0 + (y1 - y0) * (x - x0) / (x1 - x0);
            }
        }
        const dots = runs.filter((run) => run.length === 1).map(([dot]) => dot);
        const near = dots.filter(([at]) => Math.abs(at - x) <= reach);
        return near.sort((a, b) => Math.abs(a[0] - x) - Math.abs(b[0] - x))[0]?.[1];
    }

    const printed = (value) => (value === 0 ? "0" : Number(value.toPrecision(3)).toString().replaceAll("-", "−"));

    function start(area) {
        const chart = area.closest("svg:not(.area)");
        const panel = chart.closest(".panel");
        const [width, tall] = [area.width.baseVal.value, area.height.baseVal.value];
        const [toX, toY] = [axis(area.dataset.x), axis(area.dataset.y)];
        let readout;

        chart.addEventListener("pointermove", ({ clientX, pointerType }) => {
            if (pointerType === "touch") return;
            const box = chart.getBoundingClientRect();
            const x = chart.viewBox.baseVal.width * (clientX - box.left) / box.width - area.x.baseVal.value;
            if (x < 0 || x > width) return;
            readout ??= panel.appendChild(Object.assign(document.createElement("div"), { className: "readout" }));
            const seen = new Map();
            for (const path of area.querySelectorAll("[data-name]")) {
                const y = height(path.getAttribute("d"), x, width / 40);
                if (y === undefined || y < 0 || y > tall) continue;
                const values = seen.get(path.dataset.name) ?? [];
                seen.set(path.dataset.name, [...values, toY(1 - y / tall)]);
            }
            // Several lines of one name are told by the least and the most of them.
            const told = (values) =>
                values.length === 1
                    ? printed(values[0])
                    : `${printed(Math.min(...values))} to ${printed(Math.max(...values))} (${values.length} lines)`;
            const series = [...seen].slice(0, SERIES_SHOWN).map(([name, values]) => `${name}: ${told(values)}`);
            readout.textContent = [`${area.dataset.xName || "x"} = ${printed(toX(x / width))}`, ...series].join(" · ");
        });
        chart.addEventListener("pointerleave", () => { if (readout) readout.textContent = ""; });
    }

    document.querySelectorAll("main svg.area[data-x]").forEach(start);
})();
