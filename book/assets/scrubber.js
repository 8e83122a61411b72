// Scrubbers: the reader moves an animation by a slider, or lets it play once.
//
// A scrubber (src/figure/frames.rs) holds a filmstrip, a hidden stage with its control, and the frames as JSON: a label
// a frame, and for each part of the stage the value of one attribute in each frame. Nothing moves before it is asked to.
'use strict';

(() => {
    const MILLISECONDS_A_FRAME = 180;
    const lessMotion = window.matchMedia('(prefers-reduced-motion: reduce)');

    function show(part, { attribute, values }, frame) {
        if (attribute === 'text') {
            part.textContent = values[frame];
        } else {
            part.setAttribute(attribute, values[frame]);
        }
    }

    function start(scrubber) {
        const { labels, parts } = JSON.parse(scrubber.querySelector('script').textContent);
        const stage = scrubber.querySelector('.scrubber-stage');
        const slider = stage.querySelector('input');
        const output = stage.querySelector('output');
        const button = stage.querySelector('button');
        const drawn = [...stage.querySelectorAll('[data-part]')];
        let timer = 0;

        function go(frame) {
            drawn.forEach((part, number) => show(part, parts[number], frame));
            slider.value = frame;
            slider.setAttribute('aria-valuetext', labels[frame]);
            output.textContent = labels[frame];
        }

        function name() {
            button.textContent = lessMotion.matches ? 'Next' : timer ? 'Pause' : 'Play';
        }

        function stop() {
            window.clearInterval(timer);
            timer = 0;
            name();
        }

        function step() {
            const next = slider.valueAsNumber + 1;
            if (next < labels.length) {
                go(next);
            }
            if (next + 1 >= labels.length) {
                stop();
            }
        }

        button.addEventListener('click', () => {
            if (timer) {
                stop();
                return;
            }
            if (slider.valueAsNumber + 1 === labels.length) {
                go(0);
                if (lessMotion.matches) {
                    return;
                }
            }
            if (lessMotion.matches) {
                step();
            } else {
                timer = window.setInterval(step, MILLISECONDS_A_FRAME);
                name();
            }
        });
        slider.addEventListener('input', () => {
            stop();
            go(slider.valueAsNumber);
        });
        // mdBook turns the page at an arrow key; here the arrows are the slider's.
        slider.addEventListener('keydown', event => event.stopPropagation());
        lessMotion.addEventListener('change', stop);

        name();
        go(slider.valueAsNumber);
        scrubber.classList.add('scrubber-live');
        stage.hidden = false;
    }

    document.querySelectorAll('.scrubber').forEach(start);
})();
