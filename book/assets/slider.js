// Sliders: the reader moves a figure along a knob by a slider, by dragging on a chart that has the knob on its axis, or lets
// it play forward or backward, once.
//
// A slider (press/src/directives/panels.rs) holds its stills, a hidden stage with its control, and the frames as JSON: a
// label and a reading a frame, and for each part of the stage the value of one attribute in each frame. Nothing moves
// before it is asked to.
(() => {
    "use strict";

    const MILLISECONDS_A_FRAME = 180;
    const lessMotion = window.matchMedia("(prefers-reduced-motion: reduce)");

    function show(part, { attribute, values }, frame) {
        if (attribute === "text") {
            part.textContent = values[frame];
        } else {
            part.setAttribute(attribute, values[frame]);
        }
    }

    /** Where the cursor of a chart stands in each frame, in units of the chart. */
    const places = ({ values }) => values.map((path) => Number(/^M(-?\d+)/.exec(path)[1]));

    function start(figure) {
        const { labels, readings, parts } = JSON.parse(figure.querySelector("script").textContent);
        const stage = figure.querySelector(".stage");
        const slider = stage.querySelector("input");
        const [label, reading] = stage.querySelectorAll("output > *");
        const buttons = { "-1": stage.querySelector(".backward"), 1: stage.querySelector(".forward") };
        const drawn = [...stage.querySelectorAll("[data-part]")];
        const last = labels.length - 1;
        let timer = 0;
        let direction = 0;

        function go(frame) {
            drawn.forEach((part) => show(part, parts[part.dataset.part], frame));
            slider.value = frame;
            slider.setAttribute("aria-valuetext", readings[frame] ? `${labels[frame]}: ${readings[frame]}` : labels[frame]);
            label.textContent = labels[frame];
            reading.textContent = readings[frame];
        }

        function name() {
            const still = lessMotion.matches ? ["Previous", "Next"] : ["Play backward", "Play"];
            [-1, 1].forEach((way, i) => { buttons[way].textContent = direction === way ? "Pause" : still[i]; });
        }

        function stop() {
            window.clearInterval(timer);
            direction = 0;
            name();
        }

        const ended = (way) => slider.valueAsNumber === (way > 0 ? last : 0);

        function step(way) {
            if (!ended(way)) go(slider.valueAsNumber + way);
            if (ended(way)) stop();
        }

        for (const way of [-1, 1]) {
            buttons[way].addEventListener("click", () => {
                const playing = direction === way;
                stop();
                if (playing) return;
                if (ended(way)) {
                    go(way > 0 ? 0 : last);
                    if (lessMotion.matches) return;
                }
                if (lessMotion.matches) {
                    step(way);
                } else {
                    direction = way;
                    timer = window.setInterval(step, MILLISECONDS_A_FRAME, way);
                    name();
                }
            });
        }

        slider.addEventListener("input", () => {
            stop();
            go(slider.valueAsNumber);
        });
        // mdBook turns the page at an arrow key; here the arrows are the slider's.
        slider.addEventListener("keydown", (event) => event.stopPropagation());
        lessMotion.addEventListener("change", stop);

        // A chart with the knob on its axis is a slider itself: the frame whose cursor is nearest to the pointer.
        for (const cursor of stage.querySelectorAll(".cursor[data-part]")) {
            const at = places(parts[cursor.dataset.part]);
            const area = cursor.closest("svg.area");
            const chart = area.closest("svg:not(.area)");
            chart.classList.add("draggable");
            const follow = (event) => {
                const { left, width } = chart.getBoundingClientRect();
                const units = chart.viewBox.baseVal.width * (event.clientX - left) / width - area.x.baseVal.value;
                const distances = at.map((place) => Math.abs(place - units));
                stop();
                go(distances.indexOf(Math.min(...distances)));
            };
            chart.addEventListener("pointerdown", (event) => {
                chart.setPointerCapture(event.pointerId);
                event.preventDefault();
                follow(event);
            });
            chart.addEventListener("pointermove", (event) => {
                if (chart.hasPointerCapture(event.pointerId)) follow(event);
            });
        }

        name();
        go(slider.valueAsNumber);
        figure.classList.add("live");
        stage.hidden = false;
    }

    document.querySelectorAll(".slider").forEach(start);
})();
