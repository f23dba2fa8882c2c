// <anecdote-embed src="…/embed/story/…/"><a href="…">…</a></anecdote-embed>: a frame as wide as its place.
// Where frames are refused, or without this script, the link stays.
customElements.define("anecdote-embed", class extends HTMLElement {
  static observedAttributes = ["src", "height"];
  connectedCallback() {
    this.style.display = "block";
    if (!this.shadowRoot) this.attachShadow({ mode: "open" });
    this.refused = (event) => {
      if (event.effectiveDirective === "frame-src" && this.src?.href.startsWith(event.blockedURI)) this.link();
    };
    document.addEventListener("securitypolicyviolation", this.refused);
    this.sizes = new ResizeObserver(() => this.size());
    this.sizes.observe(this);
    this.draw();
  }
  disconnectedCallback() {
    document.removeEventListener("securitypolicyviolation", this.refused);
    this.sizes.disconnect();
  }
  attributeChangedCallback() {
    if (this.shadowRoot) this.draw();
  }
  link() {
    this.frame = null;
    this.shadowRoot.replaceChildren(document.createElement("slot"));
  }
  draw() {
    try { this.src = new URL(this.getAttribute("src"), document.baseURI); } catch { return this.link(); }
    if (!/^https?:$/.test(this.src.protocol)) return this.link();
    const frame = this.frame = document.createElement("iframe");
    frame.title = this.textContent.trim();
    frame.loading = "lazy";
    frame.sandbox = "allow-popups allow-popups-to-escape-sandbox";
    Object.assign(frame.style, { border: 0, width: "100%", colorScheme: getComputedStyle(this).colorScheme });
    frame.src = this.src.href;
    this.size();
    this.shadowRoot.replaceChildren(frame);
  }
  size() {
    // Narrow columns take more lines.
    const height = Number(this.getAttribute("height")) || 420, width = this.clientWidth || 400;
    if (this.frame) this.frame.style.height = Math.round(height * Math.max(1, 400 / width)) + "px";
  }
});
