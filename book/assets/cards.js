// Cards: an equation or a work, shown beside the link that refers to it while the pointer or the focus is on the link.
//
// What is on the same page is copied from there; what is on another stands hidden at the end of the page
// (press/src/directives/card.rs). A card stays while the pointer is on it, and goes at Escape.
(() => {
    "use strict";

    const LINKS = 'main a[href*="#eq-"]:not(.equation-number), main a[href*="#work-"]';
    // Long enough for a pointer that only passes, and for one on its way from the link to the card.
    const MILLISECONDS_TO_SHOW = 150;
    const MILLISECONDS_TO_HIDE = 250;

    const card = document.createElement("div");
    card.className = "card";
    card.id = "reference-card";
    card.setAttribute("role", "tooltip");
    card.hidden = true;
    document.body.append(card);

    let shown = null;
    let timer = 0;

    /** A copy of what a link leads to, without what makes it a place of the page: ids, links, stops of the keyboard. */
    function copy(link) {
        const name = decodeURIComponent(link.hash.slice(1));
        const source = document.querySelector(`.cards [data-card="${CSS.escape(name)}"]`) ?? document.getElementById(name);
        if (!source) return null;
        const copied = document.createElement("div");
        copied.append(...source.cloneNode(true).childNodes);
        for (const part of copied.querySelectorAll(".equation-number, .cited-in")) part.remove();
        for (const part of copied.querySelectorAll("a")) part.replaceWith(...part.childNodes);
        for (const part of copied.querySelectorAll(".scroller")) part.replaceWith(...part.childNodes);
        for (const part of copied.querySelectorAll("[id]")) part.removeAttribute("id");
        return copied;
    }

    /** Puts the card under the link's first line or, where there is no room, above it; never beyond the window. */
    function place(link) {
        const line = link.getClientRects()[0];
        const window_width = document.documentElement.clientWidth;
        const left = Math.max(8, Math.min(line.left, window_width - card.offsetWidth - 8));
        const below = line.bottom + card.offsetHeight + 8 <= window.innerHeight || line.top < card.offsetHeight + 8;
        card.style.left = `${left + scrollX}px`;
        card.style.top = `${(below ? line.bottom : line.top - card.offsetHeight) + scrollY}px`;
    }

    function hide() {
        clearTimeout(timer);
        shown?.removeAttribute("aria-describedby");
        shown = null;
        card.hidden = true;
    }

    function show(link) {
        clearTimeout(timer);
        if (link === shown) return;
        hide();
        const content = copy(link);
        if (!content) return;
        card.replaceChildren(content);
        card.hidden = false;
        place(link);
        link.setAttribute("aria-describedby", card.id);
        shown = link;
    }

    function after(milliseconds, act) {
        clearTimeout(timer);
        timer = setTimeout(act, milliseconds);
    }

    for (const link of document.querySelectorAll(LINKS)) {
        // A finger follows the link.
        link.addEventListener("pointerenter", (event) => {
            if (event.pointerType === "mouse") after(MILLISECONDS_TO_SHOW, () => show(link));
        });
        link.addEventListener("pointerleave", () => after(MILLISECONDS_TO_HIDE, hide));
        link.addEventListener("focus", () => { if (link.matches(":focus-visible")) show(link); });
        link.addEventListener("blur", hide);
        link.addEventListener("click", hide);
    }
    card.addEventListener("pointerenter", () => clearTimeout(timer));
    card.addEventListener("pointerleave", () => after(MILLISECONDS_TO_HIDE, hide));
    document.addEventListener("keydown", (event) => {
        if (event.key !== "Escape" || !shown) return;
        hide();
        // Escape also ends mdBook's search; here it has done its work.
        event.stopPropagation();
    }, true);
    addEventListener("resize", hide);
})();
