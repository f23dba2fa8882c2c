// The switch between light and dark: without it, pages follow the reader's system.
(() => {
  const button = document.querySelector("[data-theme-switch]"), root = document.documentElement;
  if (!button) return;
  const isDark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const show = () => button.setAttribute("aria-pressed", isDark());
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    try { localStorage.setItem("theme", root.dataset.theme); } catch {}
    show();
  });
  show();
})();

// The details of a story are open where they stand beside its words, and folded where they stand below.
(() => {
  const narrow = matchMedia("(max-width: 60rem)"), all = document.querySelectorAll("[data-open-wide]");
  const fit = () => { for (const one of all) one.open = !narrow.matches; };
  narrow.addEventListener("change", fit);
  fit();
})();

// A link to stories behind a number opens the fold where they stand.
(() => {
  const open = () => {
    const fold = document.querySelector(":target")?.closest("details:not([open])");
    if (!fold) return;
    fold.open = true;
    document.querySelector(":target").scrollIntoView();
  };
  addEventListener("hashchange", open);
  open();
})();

// Filters the wall. Without this the same words stand on the page, and each filter is a link.
(() => {
  const nav = document.querySelector("[data-wall-filter]"), wall = document.querySelector("[data-wall]");
  if (!nav || !wall) return;
  const chosen = {};
  const chips = [...nav.querySelectorAll("[data-value]")].map((item) => {
    const button = document.createElement("button"), facet = item.closest("[data-facet]").dataset.facet, value = item.dataset.value;
    button.type = "button";
    button.className = "chip";
    button.dataset.facet = facet;
    button.dataset.value = value;
    button.append(...item.firstElementChild.childNodes);
    button.addEventListener("click", () => {
      if (chosen[facet] === value) delete chosen[facet]; else chosen[facet] = value;
      apply();
    });
    item.replaceChildren(button);
    return button;
  });
  const status = nav.querySelector("[role=status]"), clear = document.createElement("button"), text = document.createElement("span");
  clear.type = "button";
  clear.className = "chip";
  clear.dataset.clear = "";
  clear.textContent = nav.dataset.clear;
  clear.addEventListener("click", () => {
    for (const facet in chosen) delete chosen[facet];
    apply();
    chips[0].focus();
  });
  status.append(text, " ", clear);

  // Older voices stand on older pages, until somebody looks for them.
  const pager = document.querySelector(".pager");
  let next = pager?.querySelector("a[rel=next]")?.href, loading;
  const loadAll = async () => {
    while (next) {
      const page = new DOMParser().parseFromString(await (await fetch(next)).text(), "text/html");
      wall.append(...page.querySelectorAll("[data-wall] > li"));
      const older = page.querySelector(".pager a[rel=next]")?.getAttribute("href");
      next = older && new URL(older, next).href;
    }
    if (pager) pager.hidden = true;
  };

  const apply = async () => {
    const wanted = Object.entries(chosen);
    for (const chip of chips) chip.setAttribute("aria-pressed", chosen[chip.dataset.facet] === chip.dataset.value);
    clear.hidden = !wanted.length;
    if (wanted.length && next) {
      text.textContent = nav.dataset.loading;
      await (loading ??= loadAll().catch(() => { loading = undefined; }));
    }
    let shown = 0;
    for (const item of wall.children) {
      item.hidden = !wanted.every(([facet, value]) => item.dataset[facet].split(" ").includes(value));
      shown += item.hidden ? 0 : 1;
    }
    text.textContent = wanted.length ? nav.dataset.shown.replace("{shown}", shown).replace("{all}", wall.children.length) : "";
    const query = new URLSearchParams(wanted).toString();
    history.replaceState(null, "", query ? `?${query}` : location.pathname);
  };
  const asked = new URLSearchParams(location.search);
  for (const chip of chips) {
    if (asked.get(chip.dataset.facet) !== chip.dataset.value) continue;
    chosen[chip.dataset.facet] = chip.dataset.value;
    const folded = chip.closest("details");
    if (folded) folded.open = true;
  }
  apply();
})();
