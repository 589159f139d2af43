"use strict";
// The page of kquant --report. DATA holds a pair for each picture: its name, and what
// report/chapter.py collected. Whatever came from a file or a palette is only ever set
// as text, never as HTML.
(() => {
  const DATA = JSON.parse(document.getElementById("data").textContent);
  const $ = (id) => document.getElementById(id);
  const STEP = 1100; // milliseconds for each k while it plays
  const TURN = Math.PI / 18; // of the cloud, for each press of an arrow key
  const PLAY = "M4 2l10 6-10 6z", PAUSE = "M3 2h4v12H3zM9 2h4v12H9z";
  const CONFIG = { displayModeBar: false, responsive: true, scrollZoom: false };
  const INITS = ["split", "k-means++", "random"];
  let here = 0, level = 0, timer = null, hush = null;
  let axes = "oklab", own = true;

  const chapter = () => DATA[here][1];
  const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const percent = (share) => (100 * share).toFixed(share < 0.0995 ? 2 : 1) + "%";
  const grouped = (x) => x.toLocaleString("en-US");
  const plural = (count, word) => `${grouped(count)} ${word}${count === 1 ? "" : "s"}`;

  function make(tag, text, name) {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    if (name) element.className = name;
    return element;
  }

  function codes(hex) {
    return (hex.match(/.{6}/g) || []).map((x) => "#" + x);
  }

  function rgb(code) {
    const n = parseInt(code.slice(1), 16);
    return [n >> 16, (n >> 8) & 255, n & 255];
  }

  // Björn Ottosson, "A perceptual color space for image processing", 2020.
  function oklab(code) {
    const [r, g, b] = rgb(code).map((x) => x / 255)
      .map((x) => (x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4));
    const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
    const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
    const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
    return [
      0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
      1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
      0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
    ];
  }

  // Places in the cloud: red, green, blue; or a, b, and lightness upward.
  function places(list) {
    const points = list.map((code) => {
      if (axes === "rgb") return rgb(code);
      const [light, a, b] = oklab(code);
      return [a, b, light];
    });
    return [0, 1, 2].map((i) => points.map((point) => point[i]));
  }

  /* ---- picture ---- */

  function showPicture() {
    const data = chapter(), at = data.levels[level], [width, height] = data.shown;
    $("after").src = at.image;
    $("after").alt = `After: the picture in ${plural(at.k, "color")}`;
    const both = $("both");
    both.style.aspectRatio = `${width} / ${height}`;
    both.style.maxWidth = `calc(${(width / height).toFixed(4)} * 80vh)`;
    both.classList.toggle("sharp", width < 420 && height < 420);
  }

  function split() {
    $("both").style.setProperty("--split", $("split").value / 10 + "%");
  }

  /* ---- cloud ---- */

  function traces() {
    const data = chapter(), at = data.levels[level];
    const dots = codes(data.dots), labels = (at.labels.match(/../g) || []).map((x) => parseInt(x, 16));
    const [x, y, z] = places(dots), [cx, cy, cz] = places(at.palette);
    const many = Math.min(1, Math.sqrt(24 / at.palette.length));
    return [
      {
        type: "scatter3d", mode: "markers", x, y, z, hoverinfo: "text",
        text: own ? dots : labels.map((i) => "to " + at.palette[i]),
        marker: {
          color: own ? dots : labels.map((i) => at.palette[i]), opacity: 0.85,
          size: data.shares.map((share) => 2.5 + 14 * Math.sqrt(Math.min(share, 0.12))),
          line: { width: 0 },
        },
      },
      {
        type: "scatter3d", mode: "markers", x: cx, y: cy, z: cz, hoverinfo: "text",
        text: at.palette.map((code, i) => `${code}  ${percent(at.shares[i])}`),
        marker: {
          color: at.palette, opacity: 1,
          size: at.shares.map((share) => many * (11 + 34 * Math.sqrt(share))),
          line: { width: 2, color: style("--ink") },
        },
      },
    ];
  }

  function axis(title, values, least) {
    const low = Math.min(...values), high = Math.max(...values);
    const air = Math.max((high - low) * 0.06, (least - (high - low)) / 2);
    return {
      title: { text: title, font: { size: 12 } }, range: [low - air, high + air], nticks: 5,
      color: style("--dim"), gridcolor: style("--line"), zerolinecolor: style("--line"),
      showbackground: false, showspikes: false, tickfont: { size: 10 },
    };
  }

  // One object for good: Plotly writes into it how the cloud is turned.
  const LAYOUT = {
    margin: { l: 0, r: 0, t: 0, b: 0 }, showlegend: false, paper_bgcolor: "rgba(0,0,0,0)",
    scene: { aspectmode: "cube", dragmode: "orbit", camera: { eye: { x: 1.4, y: -1.5, z: 0.8 }, center: { x: 0, y: 0, z: -0.12 } } },
  };

  function showCloud() {
    const data = chapter();
    const [x, y, z] = places(codes(data.dots).concat(...data.levels.map((at) => at.palette)));
    const names = axes === "rgb" ? ["red", "green", "blue"] : ["a: green to red", "b: blue to yellow", "lightness"];
    const least = axes === "rgb" ? 24 : 0.06;
    LAYOUT.font = { color: style("--ink"), family: "system-ui, sans-serif" };
    Object.assign(LAYOUT.scene, {
      xaxis: axis(names[0], x, least), yaxis: axis(names[1], y, least), zaxis: axis(names[2], z, least),
    });
    Plotly.react($("cloud"), traces(), LAYOUT, CONFIG);
  }

  function stepBack() { // on a phone, to leave room for the names of the axes
    const { eye } = LAYOUT.scene.camera;
    for (const way of ["x", "y", "z"]) eye[way] *= 1.5;
  }

  function turn(sideways, upward) {
    const { x, y, z } = LAYOUT.scene.camera.eye, far = Math.hypot(x, y, z);
    const around = Math.atan2(y, x) + sideways * TURN;
    const up = Math.max(-1.45, Math.min(1.45, Math.asin(z / far) + upward * TURN));
    const eye = {
      x: far * Math.cos(up) * Math.cos(around), y: far * Math.cos(up) * Math.sin(around), z: far * Math.sin(up),
    };
    Plotly.relayout($("cloud"), { "scene.camera.eye": eye });
  }

  /* ---- palette and words ---- */

  function showPalette() {
    const at = chapter().levels[level];
    $("palette").replaceChildren(...at.palette.map((code, i) => {
      const button = make("button", undefined, "swatch"), block = make("i");
      button.type = "button";
      block.style.background = code;
      button.append(block, make("span", code, "code"), make("span", percent(at.shares[i])), make("span", at.names[i]));
      if (at.own[i]) button.append(make("span", at.own[i]));
      button.title = `Copy ${code}`;
      button.addEventListener("click", () => copy(code));
      return button;
    }));
  }

  function tell(text) {
    $("status").textContent = text;
    $("status").classList.add("on");
    clearTimeout(hush);
    hush = setTimeout(() => $("status").classList.remove("on"), 1800);
  }

  async function copy(code) {
    try {
      await navigator.clipboard.writeText(code);
    } catch {
      const field = make("textarea", code);
      document.body.append(field);
      field.select();
      const done = document.execCommand("copy");
      field.remove();
      if (!done) return tell(`${code} cannot be copied here`);
    }
    return tell(`Copied ${code}`);
  }

  function sentence(words) {
    const line = make("p");
    words.forEach((word, i) => {
      if (i) line.append(" ");
      if (!/^#[0-9a-f]{6}$/.test(word)) return line.append(word.replace(/k = /g, "k\u00a0=\u00a0"));
      const chip = make("span", undefined, "chip"), block = make("i");
      block.style.background = word;
      chip.append(block, word);
      return line.append(chip);
    });
    return line;
  }

  function showWords() {
    $("words").replaceChildren(...chapter().answers.map(([question, sentences]) => {
      const article = make("article");
      article.append(make("h3", question), ...sentences.map(sentence));
      return article;
    }));
    $("words").parentElement.hidden = !chapter().answers.length;
  }

  /* ---- charts ---- */

  function flat(xtitle, ytitle, more) {
    const line = {
      color: style("--dim"), gridcolor: style("--line"), zeroline: false, fixedrange: true,
      automargin: true, tickfont: { size: 11 },
    };
    return {
      margin: { l: 52, r: 16, t: 16, b: 44 }, paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
      font: { color: style("--ink"), family: "system-ui, sans-serif", size: 12 }, showlegend: false, hovermode: "closest",
      xaxis: { ...line, title: { text: xtitle, standoff: 6 }, ...more.x }, yaxis: { ...line, title: { text: ytitle }, ...more.y },
      dragmode: false, ...more.rest,
    };
  }

  function showErrors() {
    const data = chapter(), ks = data.levels.map((at) => at.k), errors = data.levels.map((at) => at.error);
    const ring = data.levels[data.chosen];
    $("errors-section").hidden = ks.length < 2;
    if (ks.length < 2) return;
    Plotly.react($("errors"), [
      { x: ks, y: errors, mode: "lines+markers", cliponaxis: false, line: { color: style("--accent"), width: 2 }, marker: { size: 7 },
        hovertemplate: "k = %{x}: %{y:.2f}<extra></extra>" },
      { x: [ring.k], y: [ring.error], mode: "markers", cliponaxis: false, hoverinfo: "skip",
        marker: { size: 17, color: "rgba(0,0,0,0)", line: { width: 3, color: style("--ink") } } },
      { x: [ks[level]], y: [errors[level]], mode: "markers", cliponaxis: false, hoverinfo: "skip",
        marker: { size: 11, color: style("--ink") } },
    ], flat("k", "mean difference", {
      x: { type: "log", tickvals: ks, ticktext: ks.map(String) }, y: { rangemode: "tozero" }, rest: {},
    }), CONFIG);
  }

  function showStarts() { // of every method
    const data = chapter(), starts = data.starts;
    $("starts-section").hidden = !starts.length;
    if (!starts.length) return;
    const colors = { split: style("--accent"), "k-means++": "#d9822b", random: "#8a8a8a" };
    const seen = new Set(), most = Math.max(...starts.map((start) => start[2].length));
    const order = [...starts].sort((a, b) => INITS.indexOf(b[0]) - INITS.indexOf(a[0]) || a[1] - b[1]);
    const lines = order.map(([init, isOwn, inertia]) => {
      const first = !seen.has(init);
      seen.add(init);
      return {
        x: inertia.map((_, i) => i), y: inertia, mode: "lines", name: init, legendgroup: init, showlegend: first,
        line: { color: colors[init], width: isOwn ? 3 : 1.5 }, opacity: init === "random" && !isOwn ? 0.6 : 1,
        hovertemplate: `${init}, iteration %{x}: %{y:.4g}<extra></extra>`,
      };
    });
    lines.push({
      x: [0, most - 1], y: [data.found, data.found], mode: "lines", name: "the result",
      line: { color: style("--ink"), width: 1.5, dash: "dot" }, hovertemplate: "the result: %{y:.4g}<extra></extra>",
    });
    const low = Math.min(data.found, ...starts.map((start) => start[2].at(-1)));
    const ends = starts.map((start) => start[2][Math.min(1, start[2].length - 1)]).sort((a, b) => a - b);
    const high = Math.max(low * 1.02, ends[Math.floor(ends.length * 0.8)]);
    Plotly.react($("starts"), lines, flat("iteration", "inertia", {
      x: { rangemode: "tozero", dtick: Math.max(1, Math.ceil(most / 8)) }, y: { range: [low - 0.06 * (high - low), high + 0.06 * (high - low)], tickformat: "~s" },
      rest: { showlegend: true, legend: { x: 1, y: 1, xanchor: "right", bgcolor: "rgba(0,0,0,0)" } },
    }), CONFIG);
    const own = starts.filter((start) => start[1]);
    $("starts-hint").textContent =
      `Inertia for each iteration of plain Lloyd at k = ${data.levels[data.chosen].k}, from ` +
      `${plural(starts.length, "start")}. ` +
      (own.length ? `Thick: ${own.length > 1 ? `the ${own.length} that` : "the one that"} the run made. ` : "The run made none: grays lie on a line, where the optimum is computed. ") +
      "The dotted line is the result" + (own.length ? ": the search goes on where the iterations end." : ".");
  }

  /* ---- what changes ---- */

  function show(number) {
    const data = chapter(), at = data.levels[number];
    level = number;
    $("k").value = number;
    $("k").setAttribute("aria-valuetext", `${at.k} colors, mean difference ${at.error.toFixed(2)}`);
    $("said").replaceChildren(make("b", plural(at.k, "color")), `error ${at.error.toFixed(2)}`);
    [...$("ticks").children].forEach((tick, i) => tick.classList.toggle("now", i === number));
    showPicture();
    showCloud();
    showPalette();
    showErrors();
  }

  function stop() {
    clearInterval(timer);
    timer = null;
    $("play-icon").setAttribute("d", PLAY);
    $("play").setAttribute("aria-label", "Play through all numbers of colors");
  }

  function play() {
    if (timer !== null) return stop();
    const next = () => show((level + 1) % chapter().levels.length);
    timer = setInterval(next, STEP);
    $("play-icon").setAttribute("d", PAUSE);
    $("play").setAttribute("aria-label", "Pause");
    return next();
  }

  function open(number) {
    stop();
    here = number;
    const [name, data] = DATA[number], [width, height] = data.size, last = data.levels.length - 1;
    const result = data.levels[data.chosen];
    $("name").textContent = name;
    const frames = data.frames > 1 ? `, ${data.frames} frames, of which the first is shown` : "";
    $("facts").textContent =
      `${grouped(width)} × ${grouped(height)} pixels${frames}; ${plural(data.distinct, "color")}, reduced to ` +
      `${grouped(result.k)}${data.given ? " that were given" : ""}. Mean difference: ${result.error.toFixed(2)}.`;
    $("before").src = data.before;
    $("control").hidden = last < 1;
    $("k").max = last;
    $("ticks").replaceChildren(...data.levels.map((at, i) => {
      const tick = make("span", String(at.k), i === data.chosen ? "chosen" : "");
      tick.style.left = (last ? (100 * i) / last : 0) + "%";
      tick.addEventListener("click", () => { stop(); show(i); });
      return tick;
    }));
    data.levels.forEach((at) => { at.ready ??= Object.assign(new Image(), { src: at.image }); });
    [...$("index").children].forEach((button, i) => button.setAttribute("aria-current", i === number));
    showWords();
    show(data.chosen);
    showStarts();
  }

  function repaint() {
    showCloud();
    showErrors();
    showStarts();
  }

  $("k").addEventListener("input", () => { stop(); show(+$("k").value); });
  $("split").addEventListener("input", split);
  $("play").addEventListener("click", play);
  document.querySelectorAll("[name=axes]").forEach((radio) =>
    radio.addEventListener("change", () => { axes = radio.value; showCloud(); }));
  document.querySelectorAll("[name=dots]").forEach((radio) =>
    radio.addEventListener("change", () => { own = radio.value === "own"; showCloud(); }));
  $("cloud-box").addEventListener("keydown", (event) => {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (!way) return;
    event.preventDefault();
    turn(...way);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  addEventListener("hashchange", () => open(asked()));

  function asked() {
    const wanted = parseInt(location.hash.slice(1), 10);
    return wanted >= 1 && wanted <= DATA.length ? wanted - 1 : 0;
  }

  if (DATA.length > 1) {
    $("index").hidden = false;
    $("index").append(...DATA.map(([name, data], i) => {
      const button = make("button"), picture = make("img");
      button.type = "button";
      button.title = name;
      picture.src = data.before;
      picture.alt = "";
      button.append(picture, make("span", name.split("/").pop()));
      button.addEventListener("click", () => { location.hash = String(i + 1); });
      return button;
    }));
  }
  split();
  if (innerWidth < 600) stepBack();
  open(asked());
})();
