// What the pages do besides being read: copying a command, scrolling by keyboard, printing what is folded,
// and mending mdBook's controls.
(() => {
    "use strict";

    // A button that copies the command beside it.
    for (const button of document.querySelectorAll("button.copy")) {
        const label = button.textContent;
        button.addEventListener("click", async () => {
            let said = "Copied";
            try {
                await navigator.clipboard.writeText(button.dataset.copy);
            } catch {
                // Pages opened from a file may not write to the clipboard: select the command instead.
                getSelection().selectAllChildren(button.previousElementSibling);
                said = "Copy it with Ctrl-C";
            }
            button.textContent = said;
            setTimeout(() => { button.textContent = label; }, 2000);
        });
    }

    // mdBook turns the page on arrow keys; where they move something on the page, they do only that.
    for (const part of document.querySelectorAll("main .scroller, main input, main pre")) {
        part.addEventListener("keydown", (event) => {
            if (event.key.startsWith("Arrow")) event.stopPropagation();
        });
    }

    // A table of Markdown that is wider than the page scrolls in itself; that must work by keyboard, too.
    for (const wrapper of document.querySelectorAll("main .table-wrapper, main pre > code")) {
        if (wrapper.scrollWidth > wrapper.clientWidth) {
            wrapper.tabIndex = 0;
            wrapper.setAttribute("role", "group");
            wrapper.setAttribute("aria-label", wrapper.matches("code") ? "Code" : "Table");
        }
    }

    // Where something goes on beyond its right edge, the edge fades: a cut formula could pass for a whole one.
    for (const part of document.querySelectorAll("main .scroller, main .table-wrapper, main pre > code")) {
        const fade = () => part.classList.toggle("goes-on", part.scrollLeft + part.clientWidth < part.scrollWidth - 1);
        part.addEventListener("scroll", fade, { passive: true });
        new ResizeObserver(fade).observe(part);
    }

    // Paper has no folds: they open for the printer, all but the drawers, and close again.
    let unfolded = [];
    addEventListener("beforeprint", () => {
        unfolded = [...document.querySelectorAll("main details:not([open], .provenance)")];
        for (const fold of unfolded) fold.open = true;
    });
    addEventListener("afterprint", () => {
        for (const fold of unfolded) fold.open = false;
    });

    // The toggle of the table of contents is a label: make it the button that it looks like.
    const toggle = document.getElementById("mdbook-sidebar-toggle");
    if (toggle) {
        toggle.setAttribute("role", "button");
        toggle.tabIndex = 0;
        toggle.addEventListener("keydown", (event) => {
            if (event.key === "Enter" || event.key === " ") {
                event.preventDefault();
                toggle.click();
            }
        });
        // The check box behind it would otherwise be a second, nameless stop.
        const box = document.getElementById("mdbook-sidebar-toggle-anchor");
        box?.setAttribute("aria-hidden", "true");
        if (box) box.tabIndex = -1;
    }

    // The search field names what describes it by an id that is not there, and has no name of its own.
    const search = document.getElementById("mdbook-searchbar");
    search?.setAttribute("aria-label", "Search this book");
    search?.setAttribute("aria-describedby", "mdbook-searchresults-header");
})();
