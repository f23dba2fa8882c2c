// Filters the wall. Without this the same words stand on the page, and each filter is a link.
(() => {
  const nav = document.querySelector("[data-wall-filter]");
  const wall = document.querySelector("[data-wall]");
  if (!nav || !wall) return;
  const form = document.createElement("form");
  form.className = "filters";
  form.setAttribute("aria-label", nav.getAttribute("aria-label"));
  form.addEventListener("submit", (event) => event.preventDefault());
  const selects = [...nav.querySelectorAll("[data-facet]")].map((facet) => {
    const label = document.createElement("label");
    const select = document.createElement("select");
    select.name = facet.dataset.facet;
    select.add(new Option(nav.dataset.all, ""));
    for (const item of facet.querySelectorAll("[data-value]")) {
      select.add(new Option(`${item.dataset.name} (${item.dataset.count})`, item.dataset.value));
    }
    label.append(facet.dataset.title, select);
    form.append(label);
    return select;
  });
  const clear = document.createElement("button");
  clear.type = "reset";
  clear.textContent = nav.dataset.clear;
  const status = document.createElement("p");
  status.setAttribute("role", "status");
  form.append(clear, status);
  nav.replaceWith(form);

  // Older voices stand on older pages, until somebody looks for them.
  const pager = document.querySelector(".pager");
  let next = pager?.querySelector("a[rel=next]")?.href;
  let loading;
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
    const wanted = selects.filter((select) => select.value);
    if (wanted.length && next) {
      status.textContent = nav.dataset.loading;
      await (loading ??= loadAll().catch(() => { loading = undefined; }));
    }
    let shown = 0;
    for (const item of wall.children) {
      item.hidden = !wanted.every(({ name, value }) => item.dataset[name].split(" ").includes(value));
      shown += item.hidden ? 0 : 1;
    }
    clear.hidden = !wanted.length;
    status.textContent = wanted.length
      ? nav.dataset.shown.replace("{shown}", shown).replace("{all}", wall.children.length) : "";
    const query = new URLSearchParams(wanted.map(({ name, value }) => [name, value])).toString();
    history.replaceState(null, "", query ? `?${query}` : location.pathname);
  };
  const asked = new URLSearchParams(location.search);
  for (const select of selects) select.value = asked.get(select.name) ?? "";
  for (const select of selects) if (select.selectedIndex < 0) select.value = "";
  form.addEventListener("change", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  apply();
})();
