// mdBook's own theme, repaired: what a keyboard could not reach and a screen reader could not name.

{
  // A label that acts as a button: reachable, and worked with the keys of a button.
  const toggle = document.getElementById("mdbook-sidebar-toggle");
  toggle.setAttribute("role", "button");
  toggle.tabIndex = 0;
  toggle.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      toggle.click();
    }
  });

  const searchbar = document.getElementById("mdbook-searchbar");
  searchbar?.setAttribute("aria-label", "Search this book");
  searchbar?.setAttribute("aria-describedby", "mdbook-searchresults-header");
}
