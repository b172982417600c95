// What the browser adds to pages that already work without it. Three jobs:
// start the kit's components, say what htmx is doing, and put focus where the change is.

// The kit's address comes from our own tag, because its fingerprint is known only there.
const kit = import(document.querySelector("script[data-kit]").dataset.kit);
const byId = (id) => document.getElementById(id);

// Starting a component twice is expected here (see below) and harmless; anything else is not.
async function startComponents(scope) {
  const { initAll } = await kit;
  initAll({
    scope,
    onError(error) {
      if (error.name !== "InitError") console.error(error);
    },
  });
}

// Only a browser that runs this file gets the styles that need a script.
document.body.classList.add("js-enabled", "govuk-frontend-supported");
startComponents(document);

// --- What htmx is doing ---------------------------------------------------------------

const TROUBLE = {
  400: "That did not go through. Reload the page and try again.",
  403: "You may not do that. Nothing was changed.",
  404: "That is no longer here. Reload the page to see what is.",
  409: "Somebody else changed this meanwhile. Reload the page to see what they did.",
  413: "That file is too large.",
  429: "Too many tries. Wait a few minutes, then try again.",
};

function say(sentence) {
  const alert = byId("app-alert");
  if (!alert) return;
  alert.textContent = sentence;
  if (sentence) alert.scrollIntoView({ block: "nearest" });
}

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  say("");
  detail.target?.setAttribute("aria-busy", "true");
});
// An answer that names its place is meant for it, whatever its status: it says there what went
// wrong, and keeps what was typed.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (!detail.xhr.getResponseHeader("HX-Retarget")) return;
  detail.shouldSwap = true;
  detail.isError = false;
});
// After a swap of the whole target the busy one has left the page with its attribute.
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  detail.target?.removeAttribute("aria-busy");
});
document.addEventListener("htmx:responseError", ({ detail }) => {
  say(TROUBLE[detail.xhr.status] ?? "Something went wrong here, not with you. It may not have been saved: reload the page to see.");
});
for (const lost of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(lost, () => say("No answer from the server. Check your connection, then try again."));
}

// --- After a swap ---------------------------------------------------------------------

document.addEventListener("htmx:load", ({ detail }) => {
  const fresh = detail.elt;
  if (fresh === document.body) return; // the first load is not a change
  // The parent is searched, since the fresh element may itself be a component.
  startComponents(fresh.parentElement ?? document);
  fresh.classList.add("app-changed");
  announce(fresh);
  followFocus(fresh);
});

// The title tells what happened too: htmx takes it from a <title> in the fragment.
function announce(fresh) {
  const teller = fresh.closest("[data-announce]") ?? fresh.querySelector("[data-announce]");
  if (teller) byId("app-status").textContent = teller.dataset.announce;
}

// An error summary takes focus by itself, and htmx keeps it on a control whose id came
// back. Otherwise, when the control that asked is gone, the reader goes on at the change:
// at the fragment itself, never at what was swapped beside it.
function followFocus(fresh) {
  const wanted = fresh.querySelector("[data-focus]");
  const lost = !document.activeElement || document.activeElement === document.body;
  const root = fresh.matches("[data-announce]") && !fresh.querySelector(".govuk-error-summary");
  const goal = wanted ?? (lost && root ? fresh : null);
  if (!goal || goal.closest("[hidden]")) return;
  if (!goal.hasAttribute("tabindex")) goal.setAttribute("tabindex", "-1");
  goal.focus();
}

// --- Small things ---------------------------------------------------------------------

document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-print]")) window.print();
});

// Browsers that cannot show a closed <details> on wide screens by style alone.
if (!CSS.supports("selector(::details-content)")) {
  const wide = window.matchMedia("(min-width: 48em)");
  const fold = () => {
    for (const box of document.querySelectorAll("details[data-wide-open]")) box.open = wide.matches;
  };
  wide.addEventListener("change", fold);
  fold();
}
