// Keeps a previewed page up to date. Put into pages by `anecdote serve` only.
(() => {
  "use strict";
  const self = document.currentScript;
  const page = self.dataset.page;
  let token = self.dataset.token;
  const key = "anecdote:" + location.pathname;

  // What opens a file in the editor; nothing where no editor is known.
  const { editor, source: file, state } = self.dataset;
  const opens = (path, line = 1, column = 1) => {
    const link = document.createElement("a");
    const parts = { path: path.split("/").map(encodeURIComponent).join("/"), line, column };
    link.href = editor.replace(/\{(path|line|column)\}/g, (_, name) => parts[name]);
    return link;
  };

  // Before a reload: where the reader was, and what was open.
  const details = () =>
    [...document.querySelectorAll("details")].map((one) => [one.querySelector("summary")?.textContent, one.open]);

  const reload = () => {
    try {
      sessionStorage.setItem(key, JSON.stringify({ x: scrollX, y: scrollY, details: details() }));
    } catch {}
    history.scrollRestoration = "manual";
    location.reload();
  };

  const restore = () => {
    let was;
    try {
      was = JSON.parse(sessionStorage.getItem(key));
      sessionStorage.removeItem(key);
    } catch {}
    if (!was) return;
    const before = was.details;
    for (const one of document.querySelectorAll("details")) {
      const name = one.querySelector("summary")?.textContent;
      const at = before.findIndex((known) => known[0] === name);
      if (at >= 0) one.open = before.splice(at, 1)[0][1];
    }
    const scroll = () => scrollTo({ left: was.x, top: was.y, behavior: "instant" });
    scroll();
    // Pictures may have moved things since.
    addEventListener("load", () => {
      scroll();
      history.scrollRestoration = "auto";
    });
  };

  const fresh = (address) => {
    const url = new URL(address, location.href);
    url.searchParams.set("v", token.slice(0, 8));
    return url.href;
  };

  const leads = (element, name, paths) => {
    const address = element.getAttribute(name);
    return address && paths.includes(new URL(address, location.href).pathname);
  };

  const swap = (styles, pictures) => {
    for (const link of document.querySelectorAll('link[rel~="stylesheet"]')) {
      const changed = styles.find(([from]) => leads(link, "href", [from]));
      if (!changed) continue;
      const next = link.cloneNode();
      next.href = fresh(changed[1]);
      // The old one goes when the new one is there: the page is never without.
      next.addEventListener("load", () => link.remove());
      link.after(next);
    }
    for (const image of document.querySelectorAll("img")) {
      if (leads(image, "src", pictures)) image.src = fresh(image.getAttribute("src"));
    }
    for (const icon of document.querySelectorAll('link[rel~="icon"]')) {
      if (leads(icon, "href", pictures)) icon.href = fresh(icon.getAttribute("href"));
    }
  };

  // Problems over the last good page, in a tree of their own, so that no style of the page reaches them.
  const LOOK = `
    :host { all: initial }
    .corner { position: fixed; inset: auto auto 1rem 1rem; z-index: 2147483646; display: flex; gap: .5rem; align-items: center;
      padding: .25rem .75rem; border-radius: .4rem; color: #fff; background: #1d1416e0; font: .9rem/1.5 system-ui, sans-serif;
      box-shadow: 0 2px 12px #0006 }
    a { color: inherit; display: inline-block; padding: .4rem 0 }
    a:focus-visible { outline: 3px solid #ffd1d1; outline-offset: 2px }
    @media print { :host { display: none } }`;
  const sheetOf = (text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  };

  // Who sees the page, and a way to its file.
  const corner = () => {
    if (!state && !(editor && file)) return;
    const host = document.createElement("anecdote-page");
    const root = host.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheetOf(LOOK)];
    const box = document.createElement("div");
    box.className = "corner";
    box.lang = "en";
    if (state) {
      const says = document.createElement("span");
      says.textContent = state;
      box.append(says);
    }
    if (editor && file) {
      const link = opens(file);
      link.textContent = "Edit";
      link.setAttribute("aria-label", `Edit ${file}`);
      box.append(link);
    }
    root.append(box);
    document.documentElement.append(host);
  };

  let overlay;
  // Warnings alone wait behind a button: the page can be read.
  const show = (text, problems, open = problems.some((one) => one.severity === "error")) => {
    hide();
    if (!problems.length) return;
    const errors = problems.filter((one) => one.severity === "error").length;
    const counts = [[errors, "error"], [problems.length - errors, "warning"]].filter(([count]) => count);
    const words = counts.map(([count, word]) => `${count} ${word}${count === 1 ? "" : "s"}`).join(", ");
    overlay = document.createElement("anecdote-problems");
    const root = overlay.attachShadow({ mode: "open" });
    const sheet = sheetOf(`${LOOK}
      section { position: fixed; inset: auto 0 0 0; z-index: 2147483647; max-height: 60vh; overflow: auto;
        box-sizing: border-box; padding: 1rem clamp(1rem, 4vw, 3rem) 1.5rem; background: #1d1416; color: #fbeeee;
        border-top: 4px solid #ff7b7b; font: 1rem/1.5 system-ui, sans-serif; box-shadow: 0 -8px 40px #0008 }
      header { display: flex; gap: 1rem; align-items: center; justify-content: space-between }
      h2 { font-size: 1.05rem; margin: 0 }
      p { margin: .25rem 0 .75rem; color: #e4c9c9 }
      pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere;
        font: .85rem/1.45 ui-monospace, "Cascadia Code", Menlo, Consolas, monospace }
      button { font: inherit; min-width: 44px; min-height: 44px; padding: .25rem 1rem; color: inherit; background: #3a2629;
        border: 1px solid #a97c7c; border-radius: .4rem; cursor: pointer }
      button:focus-visible { outline: 3px solid #ffd1d1; outline-offset: 2px }
      .small { position: fixed; inset: auto 1rem 1rem auto; z-index: 2147483647; color: #fbeeee; background: #4a3a12;
        border-color: #e0b548; font: 1rem/1.5 system-ui, sans-serif; box-shadow: 0 2px 12px #0006 }`);
    root.adoptedStyleSheets = [sheet];
    if (!open) {
      const button = document.createElement("button");
      button.lang = "en";
      button.className = "small";
      button.textContent = words;
      button.addEventListener("click", () => show(text, problems, true));
      root.append(button);
      document.documentElement.append(overlay);
      return;
    }
    const section = document.createElement("section");
    section.setAttribute("role", "alert");
    section.setAttribute("lang", "en");
    const header = document.createElement("header");
    const title = document.createElement("h2");
    title.textContent = words;
    const close = document.createElement("button");
    close.textContent = "Hide";
    close.addEventListener("click", () => (errors ? hide() : show(text, problems, false)));
    header.append(title, close);
    const note = document.createElement("p");
    note.textContent =
      (errors ? "Behind this is the last good page. " : "") + "This goes away by itself when all is mended.";
    const pre = document.createElement("pre");
    pre.textContent = text;
    section.append(header, note);
    const places = new Map(problems.filter((one) => one.file).map((one) => [`${one.file}:${one.line ?? 1}`, one]));
    if (editor && places.size) {
      const list = document.createElement("p");
      list.append("Open ");
      let between = "";
      for (const [name, one] of places) {
        const link = opens(one.file, one.line ?? 1, one.column ?? 1);
        link.textContent = name;
        list.append(between, link);
        between = " · ";
      }
      section.append(list);
    }
    section.append(pre);
    root.append(section);
    document.documentElement.append(overlay);
  };
  const hide = () => {
    overlay?.remove();
    overlay = undefined;
  };
  addEventListener("keydown", (event) => event.key === "Escape" && hide());

  let source;
  let later;
  const listen = () => {
    clearTimeout(later);
    source?.close();
    const url = new URL("events", self.src);
    url.search = new URLSearchParams({ page, token });
    source = new EventSource(url);
    source.addEventListener("reload", reload);
    source.addEventListener("swap", (event) => {
      const data = JSON.parse(event.data);
      token = data.token;
      swap(data.styles, data.pictures);
    });
    source.addEventListener("problems", (event) => {
      const data = JSON.parse(event.data);
      show(data.text, data.problems);
    });
    source.addEventListener("error", () => {
      source.close();
      later = setTimeout(listen, 500);
    });
  };
  // A browser holds few connections to one host: only a page that is seen keeps one.
  const look = () => {
    if (document.visibilityState === "visible") listen();
    else {
      clearTimeout(later);
      source?.close();
    }
  };
  document.addEventListener("visibilitychange", look);
  restore();
  corner();
  look();
})();
